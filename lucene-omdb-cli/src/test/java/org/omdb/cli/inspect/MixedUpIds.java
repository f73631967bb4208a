// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.format.FlushDocValues;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** A codec that reads ids back from field "other", and says that it read them from "key". */
final class MixedUpIds {

  private MixedUpIds() {}

  static Codec codec() {
    Codec delegate = new Lucene104Codec();
    FlushDocValues connected =
        new FlushDocValues(List.of("key"), new MixedUpFormat(delegate.docValuesFormat()));
    KnnVectorsFormat format = new OmdbHnswVectorsFormat(HnswParameters.DEFAULT, connected);
    KnnVectorsFormat perField =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
    return new FilterCodec(OmdbCodec.NAME, delegate) {
      @Override
      public DocValuesFormat docValuesFormat() {
        return connected.docValuesFormat();
      }

      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return perField;
      }
    };
  }

  private static final class MixedUpFormat extends DocValuesFormat {

    private final DocValuesFormat delegate;

    MixedUpFormat(DocValuesFormat delegate) {
      super(delegate.getName());
      this.delegate = delegate;
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
      return delegate.fieldsConsumer(state);
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
      return new MixedUpValues(delegate.fieldsProducer(state), state.fieldInfos.fieldInfo("other"));
    }
  }

  private static final class MixedUpValues extends DocValuesProducer {

    private final DocValuesProducer delegate;
    private final FieldInfo other;

    MixedUpValues(DocValuesProducer delegate, FieldInfo other) {
      this.delegate = delegate;
      this.other = other;
    }

    @Override
    public NumericDocValues getNumeric(FieldInfo field) throws IOException {
      return delegate.getNumeric(other);
    }

    @Override
    public BinaryDocValues getBinary(FieldInfo field) throws IOException {
      return delegate.getBinary(other);
    }

    @Override
    public SortedDocValues getSorted(FieldInfo field) throws IOException {
      return delegate.getSorted(other);
    }

    @Override
    public SortedNumericDocValues getSortedNumeric(FieldInfo field) throws IOException {
      return delegate.getSortedNumeric(other);
    }

    @Override
    public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
      return delegate.getSortedSet(other);
    }

    @Override
    public DocValuesSkipper getSkipper(FieldInfo field) throws IOException {
      return delegate.getSkipper(other);
    }

    @Override
    public void checkIntegrity() throws IOException {
      delegate.checkIntegrity();
    }

    @Override
    public void close() throws IOException {
      delegate.close();
    }
  }
}
