// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.junit.AssumptionViolatedException;

/** Exported files are read by the programs that people read them with. */
public class TestOtherReaders extends ExportTestCase {

  public void testParquetJavaReadsWhatIsExported() throws Exception {
    fillIndex(true);
    Path file = folder.resolve("a.parquet");
    export(file);
    Map<String, JsonNode> stored = rowsOf(index);
    Map<String, Group> found = new TreeMap<>();
    MessageType schema;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      schema = reader.getFileMetaData().getSchema();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group row = records.read();
          found.put(row.getString("id", 0), row);
        }
      }
    }
    assertEquals(LogicalTypeAnnotation.jsonType(), annotation(schema, "list"));
    assertEquals(LogicalTypeAnnotation.jsonType(), annotation(schema, "any"));
    assertEquals(LogicalTypeAnnotation.stringType(), annotation(schema, "text"));
    assertEquals(rows.keySet(), found.keySet());
    for (String id : rows.keySet()) {
      assertRow(stored.get(id), found.get(id));
    }
  }

  private static LogicalTypeAnnotation annotation(MessageType schema, String column) {
    return schema.getType(column).getLogicalTypeAnnotation();
  }

  private static void assertRow(JsonNode expected, Group found) throws IOException {
    JsonNode vector = expected.get("vector");
    Group list = found.getGroup("vector", 0);
    assertEquals(vector.size(), list.getFieldRepetitionCount("list"));
    for (int i = 0; i < vector.size(); i++) {
      float component = list.getGroup("list", i).getFloat("element", 0);
      assertEquals((float) vector.get(i).asDouble(), component, 0);
    }
    assertEquals(expected.get("long").longValue(), found.getLong("long", 0));
    assertEquals(
        expected.get("mixed numbers").doubleValue(), found.getDouble("mixed numbers", 0), 0);
    int texts = expected.has("text") ? 1 : 0;
    assertEquals(texts, found.getFieldRepetitionCount("text"));
    assertEquals(texts, found.getFieldRepetitionCount("boolean"));
    assertEquals(1 - texts, found.getFieldRepetitionCount("object"));
    if (texts == 1) {
      assertEquals(expected.get("text").textValue(), found.getString("text", 0));
      assertEquals(expected.get("boolean").booleanValue(), found.getBoolean("boolean", 0));
      assertEquals("[1,\"a\",null]", found.getString("list", 0));
    } else {
      assertEquals("{\"a\":1.5}", found.getString("object", 0));
    }
    assertEquals(expected.get("any"), JSON.readTree(found.getString("any", 0)));
  }

  public void testNumpyReadsWhatIsExported() throws Exception {
    fillIndex(false);
    Path file = folder.resolve("a.npy");
    export(file);
    String read =
        python(
            "import numpy, json, sys;"
                + " v = numpy.load(sys.argv[1]);"
                + " ids = open(sys.argv[1] + '.ids.txt', encoding='utf-8', newline='\\n')"
                + ".read().split('\\n')[:-1];"
                + " assert v.dtype == numpy.float32 and len(ids) == len(v);"
                + " print(json.dumps(dict(zip(ids, v.view(numpy.int32).tolist()))))",
            file);
    JsonNode found = JSON.readTree(read);
    assertEquals(rows.size(), found.size());
    for (String id : rows.keySet()) {
      JsonNode vector = rows.get(id).get("vector");
      for (int i = 0; i < vector.size(); i++) {
        int bits = Float.floatToRawIntBits((float) vector.get(i).asDouble());
        assertEquals(bits, found.get(id).get(i).asInt());
      }
    }
  }

  public void testPandasReadsWhatIsExported() throws Exception {
    fillIndex(true);
    Path file = folder.resolve("a.jsonl");
    export(file);
    String read =
        python(
            "import pandas, json, sys;"
                + " t = pandas.read_json(sys.argv[1], lines=True, dtype=False,"
                + " convert_dates=False, precise_float=True);"
                + " print(json.dumps(dict(zip(t['id'].astype(str), t['vector']))))",
            file);
    JsonNode found = JSON.readTree(read);
    assertEquals(rows.size(), found.size());
  }

  /** Runs a line of Python, by the first that has the packages; skips the test if none has. */
  private String python(String line, Path file) throws Exception {
    for (Path python : pythons()) {
      Process process =
          new ProcessBuilder(python.toString(), "-c", line, file.toString())
              .redirectError(folder.resolve("python.err").toFile())
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      String err = Files.readString(folder.resolve("python.err"));
      if (err.contains("ModuleNotFoundError") == false) {
        assertEquals(err, 0, status);
        return out;
      }
    }
    throw new AssumptionViolatedException("no python3 with the packages");
  }

  /** All that are there: one of a user's own may lack the packages that the system's has. */
  private static List<Path> pythons() {
    String path = System.getenv("PATH");
    String folders = (path == null ? "" : path + File.pathSeparator) + "/usr/bin";
    return Stream.of(folders.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> folder.isEmpty() == false)
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .distinct()
        .toList();
  }
}
