// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.SortField;
import org.omdb.opensearch.vector.StoredVectors;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.common.util.BigArrays;
import org.opensearch.index.fielddata.IndexFieldData;
import org.opensearch.index.fielddata.LeafFieldData;
import org.opensearch.index.fielddata.ScriptDocValues;
import org.opensearch.index.fielddata.SortedBinaryDocValues;
import org.opensearch.index.mapper.DocValueFetcher;
import org.opensearch.search.DocValueFormat;
import org.opensearch.search.MultiValueMode;
import org.opensearch.search.aggregations.support.ValuesSourceType;
import org.opensearch.search.sort.BucketedSort;
import org.opensearch.search.sort.SortOrder;

/**
 * The vectors of a field where OpenSearch asks for doc values. Only {@code docvalue_fields} of a
 * search gets them. All else that uses doc values, such as sorting, needs values in an order.
 */
final class VectorFieldData implements IndexFieldData<LeafFieldData> {

  private final String field;
  private final String type;

  /**
   * @param type name of the field's mapping type
   */
  VectorFieldData(String field, String type) {
    this.field = field;
    this.type = type;
  }

  @Override
  public String getFieldName() {
    return field;
  }

  @Override
  public LeafFieldData load(LeafReaderContext context) {
    return new Segment(context);
  }

  @Override
  public LeafFieldData loadDirect(LeafReaderContext context) {
    return load(context);
  }

  private IllegalArgumentException refusal(String what) {
    return new IllegalArgumentException(
        what + " field [" + field + "] of type [" + type + "]: vectors have no order");
  }

  @Override
  public ValuesSourceType getValuesSourceType() {
    throw refusal("can't aggregate on");
  }

  @Override
  public SortField sortField(
      Object missing, MultiValueMode mode, XFieldComparatorSource.Nested nested, boolean reverse) {
    throw refusal("can't sort by");
  }

  @Override
  public BucketedSort newBucketedSort(
      BigArrays arrays,
      Object missing,
      MultiValueMode mode,
      XFieldComparatorSource.Nested nested,
      SortOrder order,
      DocValueFormat format,
      int size,
      BucketedSort.ExtraData extra) {
    throw refusal("can't sort by");
  }

  private final class Segment implements LeafFieldData {

    private final LeafReaderContext context;

    Segment(LeafReaderContext context) {
      this.context = context;
    }

    @Override
    public DocValueFetcher.Leaf getLeafValueFetcher(DocValueFormat format) {
      return new Fetcher(new StoredVectors(context.reader(), field), format == Base64Format.BASE64);
    }

    @Override
    public ScriptDocValues<?> getScriptValues() {
      throw refusal("a script can't read");
    }

    @Override
    public SortedBinaryDocValues getBytesValues() {
      throw refusal("can't read bytes of");
    }

    @Override
    public long ramBytesUsed() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** Returns the components of a vector one by one, or the whole vector as base64. */
  private static final class Fetcher implements DocValueFetcher.Leaf {

    private final StoredVectors vectors;
    private final boolean isBase64;
    private List<?> values;
    private int next;

    Fetcher(StoredVectors vectors, boolean isBase64) {
      this.vectors = vectors;
      this.isBase64 = isBase64;
    }

    @Override
    public boolean advanceExact(int doc) throws IOException {
      next = 0;
      if (isBase64) {
        float[] vector = vectors.get(doc);
        values = vector == null ? null : List.of(VectorParser.toBase64(vector));
      } else {
        values = vectors.numbers(doc);
      }
      return values != null;
    }

    @Override
    public int docValueCount() {
      return values.size();
    }

    @Override
    public Object nextValue() {
      return values.get(next++);
    }
  }
}
