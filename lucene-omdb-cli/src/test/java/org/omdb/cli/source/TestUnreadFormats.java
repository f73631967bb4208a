// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.Compress;

/** Files of formats that are known but not read are named, with what converts them. */
@SuppressFileSystems("*") // the samples are on the real one
public class TestUnreadFormats extends SourceTestCase {

  private static final String WEB_PAGE = "a web page, which a download may give instead of a file";

  private static final String SAFETENSORS =
      "{\"emb\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";

  private static Path sample(String name) throws URISyntaxException {
    return Path.of(TestUnreadFormats.class.getResource("samples/unread/" + name).toURI());
  }

  private static void named(Path file, String name, String command) {
    CommandFailure failure = expectThrows(CommandFailure.class, () -> open(null, file));
    String message = failure.getMessage();
    assertTrue(message, message.startsWith(file + ": found " + name + ", which is not read"));
    assertTrue(message, message.contains(command.replace("FILE", file.toString())));
    assertTrue(message, message.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    assertTrue(message, message.length() < 1_000);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(1);
    }
    return bytes.toByteArray();
  }

  public void testFilesThatTheirProgramsWrote() throws Exception {
    named(sample("vectors.pkl"), "a pickle of Python", "pickle.load(open('FILE', 'rb'))");
    named(sample("old.pkl"), "a pickle of Python", "numpy.savez('FILE.npz'");
    named(sample("gensim.kv"), "vectors that gensim saved", "K.load('FILE')");
    for (String name : List.of("flat.index", "ids.index", "hnsw.index")) {
      named(sample(name), "an index of faiss", "faiss.read_index('FILE')");
    }
    named(sample("vectors.sqlite"), "a database of SQLite", "sqlite3 -json FILE 'SELECT id");
    named(sample("vectors.tar"), "a tar archive", ": tar -xf FILE");
    named(sample("vectors.txt.xz"), "an xz file", ": unxz -k FILE");
  }

  public void testTheDocumentationHasAnExample() throws Exception {
    byte[] head = littleEndian(8).putLong(SAFETENSORS.length()).array();
    Path file = write("a", latin1(new String(head, StandardCharsets.ISO_8859_1) + SAFETENSORS));
    CommandFailure failure = expectThrows(CommandFailure.class, () -> open(null, file));
    String message = failure.getMessage().replace(file.toString(), "model.safetensors");
    Path docs = Path.of(System.getProperty("omdb.basedir"), "docs", "CLI.md");
    String text = Files.readString(docs).replace('\n', ' ');
    assertTrue(message, text.contains("``` " + message + " ```"));
  }

  /** Their programs are not in Debian. */
  public void testFilesByTheirMagicBytes() throws Exception {
    for (int length : new int[] {SAFETENSORS.length(), '{'}) { // not taken for JSON
      byte[] head = littleEndian(8).putLong(length).array();
      named(
          write(
              "a.safetensors", latin1(new String(head, StandardCharsets.ISO_8859_1) + SAFETENSORS)),
          "tensors in a safetensors file",
          "load_file('FILE')");
    }
    named(
        write("a.pt", zip("archive/data.pkl")), "a tensor that PyTorch saved", "torch.load('FILE'");
    named(
        write("a.pt", latin1("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\31.")),
        "a tensor that an old PyTorch saved",
        "torch.load('FILE'");
    named(
        write("a.pkl", latin1("\u0080\5\u0095\1\0\0\0\0\0\0\0\u008c\21pandas.core.frame")),
        "a DataFrame that pandas pickled",
        "pandas.read_pickle('FILE')");
    named(
        write("a.mat", latin1("MATLAB 5.0 MAT-file, ...")), "arrays of MATLAB", "loadmat('FILE')");
    named(write("a.orc", latin1("ORC\n\3\0...")), "an ORC file", "read_table('FILE')");
    named(write("a.avro", latin1("Obj\1\2")), "an Avro file", "open('FILE', 'rb')");
    named(write("a.7z", latin1("7z\u00bc\u00af'\34")), "a 7z archive", "7z x FILE");
    named(write("a.lz4", latin1("\4\"M\30")), "an lz4 file", "unlz4 -k FILE");
    named(write("a.zip", zip("vectors.txt")), "a zip archive", "unzip FILE");
    named(
        write("a.csv", "id,vector\n".getBytes(StandardCharsets.UTF_16)),
        "text in UTF-16",
        "iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8");
    named(
        write("a.npy", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"),
        "a pointer of Git LFS, not the file itself",
        "git lfs pull");
    named(write("a.npy", " <!DOCTYPE html>\n<html>"), WEB_PAGE, "");
  }

  public void testAlsoWhenItIsCompressed() throws Exception {
    byte[] page = latin1("<html>");
    named(write("a.gz", Compress.GZIP.bytes(page)), WEB_PAGE, "");
    String message = named(write("a.mat.gz", Compress.GZIP.bytes(latin1("MATLAB 5.0 MAT-file"))));
    assertTrue(message, message.contains("decompress it, and then what makes"));
    assertTrue(message, message.contains("loadmat('FILE')"));
  }

  public void testWhatRunsCodeIsCalledSo() throws Exception {
    String pickle = named(write("a.pkl", latin1("\u0080\4\u0095 a list")));
    assertTrue(pickle, pickle.contains("if you trust the file"));
    String matlab = named(write("a.mat", latin1("MATLAB 5.0 MAT-file")));
    assertFalse(matlab, matlab.contains("trust"));
  }

  private static String named(Path file) {
    return expectThrows(CommandFailure.class, () -> open(null, file)).getMessage();
  }

  /** Such a name would have to be quoted twice, for the shell and for Python. */
  public void testUnsafeNameIsNotPutIntoACommand() throws Exception {
    Path file = write("it's.xz", latin1("\u00fd7zXZ\0"));
    CommandFailure failure = expectThrows(CommandFailure.class, () -> open(null, file));
    assertTrue(failure.getMessage(), failure.getMessage().endsWith(": unxz -k FILE"));
  }

  /** Text and binary rows that begin alike. */
  public void testOthersAreNotTakenForThem() throws Exception {
    float[] vector = new float[0x0480]; // begins with the bytes of a pickle
    assertEquals("fvecs", detect(write("a.fvecs", fvecs(vector))));
    assertEquals("text", detect(write("a", "ORC 1 2\nORCs 3 4\n")));
    assertEquals("text", detect(write("a", "cnumpyish 1 2\n")));
    assertEquals("csv", detect(write("a.csv", "ORCID,vector\n0000-0001,\"[1, 2]\"\n")));
    assertEquals("text", detect(write("a", "I 1 2\nIndex 3 4\n")));
    assertEquals("jsonl", detect(write("a", "{\"id\": \"<html>\", \"vector\": [1]}\n")));
  }
}
