// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Predicate;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;

/**
 * Formats that are known but not read, because they have no library in Java, or could run code.
 * Whoever tries one is told what converts it.
 */
final class UnreadFormats {

  /** What stands for the file's name in a command. */
  private static final String FILE = "FILE";

  private static final String PYTHON = "python3 -c \"";

  /**
   * A format.
   *
   * @param name with its article
   * @param recognizer by the first bytes, decompressed
   * @param command converts a file; null if there is no general one
   * @param runsCode whether the command runs what the file says, as unpickling does
   */
  private record Unread(
      String name, Predicate<FileHead> recognizer, String command, boolean runsCode) {

    Unread(String name, Predicate<FileHead> recognizer, String command) {
      this(name, recognizer, command, false);
    }
  }

  private static final List<Unread> ALL =
      List.of(
          new Unread(
              "vectors that gensim saved",
              head -> isPickle(head) && contains(head, "gensim.models"),
              PYTHON
                  + "from gensim.models import KeyedVectors as K; v = K.load('FILE');"
                  + " getattr(v, 'wv', v).save_word2vec_format('FILE.bin', binary=True)\"",
              true),
          new Unread(
              "a DataFrame that pandas pickled",
              head -> isPickle(head) && contains(head, "pandas.core.frame"),
              PYTHON
                  + "import pandas; pandas.read_pickle('FILE')"
                  + ".to_json('FILE.jsonl', orient='records', lines=True)\"",
              true),
          new Unread(
              "a tensor that an old PyTorch saved",
              head -> head.startsWith("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\31"),
              torch()),
          new Unread(
              "a tensor that PyTorch saved",
              head -> zipBeginsWith(head, "/data.pkl") || zipBeginsWith(head, "/.format_version"),
              torch()),
          new Unread(
              "a pickle of Python",
              UnreadFormats::isPickle,
              PYTHON
                  + "import numpy, pickle; p = pickle.load(open('FILE', 'rb'));"
                  + " numpy.savez('FILE.npz', **(dict(ids=list(map(str, p)),"
                  + " vectors=list(p.values())) if isinstance(p, dict) else dict(vectors=p)))\"",
              true),
          new Unread(
              "tensors in a safetensors file",
              UnreadFormats::isSafetensors,
              PYTHON
                  + "import numpy; from safetensors.numpy import load_file;"
                  + " numpy.savez('FILE.npz', **load_file('FILE'))\""),
          new Unread(
              "an index of faiss",
              UnreadFormats::isFaiss,
              PYTHON
                  + "import faiss, numpy; i = faiss.read_index('FILE');"
                  + " j = faiss.downcast_index(getattr(i, 'index', i));"
                  + " numpy.savez('FILE.npz', vectors=j.reconstruct_n(0, j.ntotal),"
                  + " ids=faiss.vector_to_array(i.id_map) if hasattr(i, 'id_map') else"
                  + " numpy.arange(i.ntotal))\""),
          new Unread(
              "a database of SQLite",
              head -> head.startsWith("SQLite format 3\0"),
              "sqlite3 -json FILE 'SELECT id, json(vector) AS vector FROM table' > FILE.json, with"
                  + " vec_to_json for vectors of sqlite-vec"),
          new Unread(
              "arrays of MATLAB",
              head -> head.startsWith("MATLAB 5.0 MAT-file"),
              PYTHON
                  + "import numpy, scipy.io; numpy.savez('FILE.npz', **{k: v for k, v in"
                  + " scipy.io.loadmat('FILE').items() if k[0] != '_'})\""),
          new Unread(
              "an ORC file",
              head -> head.startsWith("ORC") && isBinary(head),
              PYTHON
                  + "import pyarrow.orc, pyarrow.parquet;"
                  + " pyarrow.parquet.write_table(pyarrow.orc.read_table('FILE'),"
                  + " 'FILE.parquet')\""),
          new Unread(
              "an Avro file",
              head -> head.startsWith("Obj\1"),
              PYTHON
                  + "import fastavro, json; [print(json.dumps(r)) for r in"
                  + " fastavro.reader(open('FILE', 'rb'))]\" > FILE.jsonl"),
          new Unread("an xz file", head -> head.startsWith("\u00fd7zXZ\0"), "unxz -k FILE"),
          new Unread("an lz4 file", head -> head.startsWith("\4\"M\30"), "unlz4 -k FILE"),
          new Unread("a 7z archive", head -> head.startsWith("7z\u00bc\u00af'\34"), "7z x FILE"),
          new Unread("a zip archive", head -> head.startsWith("PK\3\4"), "unzip FILE"),
          new Unread("a tar archive", UnreadFormats::isTar, "tar -xf FILE"),
          new Unread(
              "text in UTF-16",
              head -> head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff"),
              "iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8"),
          new Unread(
              "a pointer of Git LFS, not the file itself",
              head -> head.startsWith("version https://git-lfs.github.com/spec/"),
              "git lfs pull"),
          new Unread(
              "a web page, which a download may give instead of a file",
              head -> isHtml(head),
              null));

  private UnreadFormats() {}

  private static String torch() {
    return PYTHON
        + "import numpy, torch; t = torch.load('FILE', map_location='cpu', weights_only=True);"
        + " numpy.savez('FILE.npz', **({k: v.numpy() for k, v in t.items()} if isinstance(t, dict)"
        + " else dict(vectors=t.numpy())))\"";
  }

  /**
   * Refuses a file of a known format.
   *
   * @param head of the file
   * @throws CommandFailure with the line that converts it
   */
  static void refuse(SourceFile file, FileHead head) throws CommandFailure {
    for (Unread format : ALL) {
      if (format.recognizer.test(head)) {
        throw CommandFailure.data(
            file + ": found " + format.name + ", which is not read" + wayOut(file, format));
      }
    }
  }

  private static String wayOut(SourceFile file, Unread format) {
    if (format.command == null) {
      return "";
    }
    // A name that a shell or Python would take apart is left to the reader.
    boolean isPlain = file.toString().matches("[A-Za-z0-9_./-]+") && file.isCompressed() == false;
    String name = isPlain ? file.toString() : FILE;
    return (file.isCompressed() ? "; decompress it, and then " : "; ")
        + (format.runsCode ? "if you trust the file, since this runs what is in it, " : "")
        + "what makes a file of it that is: "
        + format.command.replace(FILE, name);
  }

  /** Bytes that are in no text. */
  private static boolean isBinary(FileHead head) {
    for (byte b : head.bytes()) {
      if (b >= 0 && b < ' ' && "\t\n\f\r".indexOf(b) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Protocol 2 and later begin with their number; before that, with a list, a tuple or a class. */
  private static boolean isPickle(FileHead head) {
    byte[] bytes = head.bytes();
    boolean binary = bytes.length > 2 && bytes[0] == (byte) 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
    boolean text =
        List.of("(lp0\n", "(dp0\n", "(lp1\n", "(dp1\n", "cnumpy.", "ccopy_reg\n").stream()
            .anyMatch(head::startsWith);
    return binary || text;
  }

  private static boolean contains(FileHead head, String word) {
    return new String(head.bytes(), ISO_8859_1).contains(word);
  }

  /** The name of the first entry is behind a head of 30 bytes, of which two are its length. */
  private static boolean zipBeginsWith(FileHead head, String nameEnd) {
    byte[] bytes = head.bytes();
    if (head.startsWith("PK\3\4") == false || bytes.length < 30) {
      return false;
    }
    int length = Math.min(bytes.length - 30, (bytes[26] & 0xff) | (bytes[27] & 0xff) << 8);
    return new String(bytes, 30, length, ISO_8859_1).endsWith(nameEnd);
  }

  /** The length of a JSON object, and the object, which has types. */
  private static boolean isSafetensors(FileHead head) {
    byte[] bytes = head.bytes();
    if (bytes.length < 10 || bytes[8] != '{' || contains(head, "\"dtype\"") == false) {
      return false;
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length < 1 << 30;
  }

  /** Four letters, the dimension, the number of vectors, and twice a number without a meaning. */
  private static boolean isFaiss(FileHead head) {
    byte[] bytes = head.bytes();
    if (bytes.length < 32 || bytes[0] != 'I') {
      return false;
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return numbers.getLong(16) == 1 << 20 && numbers.getLong(24) == 1 << 20;
  }

  private static boolean isTar(FileHead head) {
    byte[] bytes = head.bytes();
    return bytes.length > 262 && new String(bytes, 257, 5, ISO_8859_1).equals("ustar");
  }

  private static boolean isHtml(FileHead head) {
    byte[] bytes = head.bytes();
    int at = head.textStart();
    String start = new String(bytes, at, Math.min(20, bytes.length - at), ISO_8859_1);
    return start.matches("(?is)<(!doctype html|html).*");
  }
}
