// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.logging.Logger;
import org.apache.lucene.store.IndexInput;

/**
 * An implementation of all that compares codes: {@link #PLAIN} in plain Java, or with SIMD. Safe
 * for any number of threads.
 */
interface CodeKernel {

  /**
   * Plain Java, for any input. It is slower than comparing float32 vectors, and the reference that
   * the SIMD kernel is tested against.
   */
  CodeKernel PLAIN =
      new CodeKernel() {
        @Override
        public CodeRows rows(IndexInput in, int dimension) {
          return new ReadCodeRows(in, dimension, ReadCodeRows.DotProduct.PLAIN);
        }

        @Override
        public BinaryRows binaryRows(IndexInput in, int dimension) {
          return new ReadBinaryRows(in, dimension);
        }

        @Override
        public boolean isMapped(IndexInput in) {
          return false;
        }

        @Override
        public float max(float[] numbers) {
          float max = 0;
          for (float number : numbers) {
            max = Math.max(max, Math.abs(number));
          }
          return max;
        }

        @Override
        public void transform(float[] vector, int start, int length) {
          Rotation.transform(vector, start, length);
        }

        @Override
        public int round(CodeQuery query, float factor) {
          return query.round(factor);
        }

        @Override
        public int round(BinaryQuery query, float factor) {
          return query.round(factor);
        }
      };

  /** The fastest kernel in this JVM. */
  CodeKernel BEST = lookUp();

  /** {@link CodeRows#open}. */
  CodeRows rows(IndexInput in, int dimension) throws IOException;

  /** {@link BinaryRows#open}. */
  BinaryRows binaryRows(IndexInput in, int dimension) throws IOException;

  /** Whether rows are compared where they are in mapped memory, and not copied to the heap. */
  boolean isMapped(IndexInput in) throws IOException;

  /** The greatest absolute value. */
  float max(float[] numbers);

  /** {@link Rotation#transform}. */
  void transform(float[] vector, int start, int length);

  /** {@link CodeQuery#round}. */
  int round(CodeQuery query, float factor);

  /** {@link BinaryQuery#round}. */
  int round(BinaryQuery query, float factor);

  /**
   * Looks up the SIMD kernel. It is in the part of the multi-release jar for Java 22 and later,
   * where {@code java.lang.foreign} is final. It needs a module that has to be added by an option.
   */
  private static CodeKernel lookUp() {
    Logger log = Logger.getLogger(CodeKernel.class.getName());
    Optional<Module> vectors = ModuleLayer.boot().findModule("jdk.incubator.vector");
    String remedy;
    if (Runtime.version().feature() < 22) {
      remedy = "run on Java 22 or newer with --add-modules jdk.incubator.vector";
    } else if (vectors.isEmpty()) {
      remedy = "start Java with --add-modules jdk.incubator.vector";
    } else {
      // For the module path, as Lucene does: javac warns of "requires static" of an incubator
      // module.
      CodeKernel.class.getModule().addReads(vectors.get());
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> panama = lookup.findClass("org.omdb.code.PanamaCodeKernel");
        CodeKernel kernel =
            (CodeKernel) lookup.findConstructor(panama, MethodType.methodType(void.class)).invoke();
        return kernel;
      } catch (ClassNotFoundException e) {
        remedy = "use the library as the jar that it is published as (" + e.getMessage() + ")";
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new LinkageError("the SIMD kernel can't be made", e);
      }
    }
    // Searches and builds do not use codes then: see CodeScorer.isFast.
    log.warning("OMDB compares vectors by float32 instead of codes, which is slower: " + remedy);
    return PLAIN;
  }
}
