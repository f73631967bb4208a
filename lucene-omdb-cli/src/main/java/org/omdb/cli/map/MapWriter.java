// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.omdb.cli.map.layout.Neighbors;
import org.omdb.cli.map.page.PageWriter;

/**
 * Writes the page of a map: its parts are what {@code data.js} reads. Numbers are little-endian, as
 * in all browsers. For one thread.
 */
final class MapWriter {

  /** How many neighbors of a point the page shows. */
  static final int SHOWN_NEIGHBORS = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PageWriter page;

  /** Writes some values, one after the other. */
  private interface Values {
    void write(JsonGenerator json) throws IOException;
  }

  /** Fills a buffer. */
  private interface Numbers {
    void put(ByteBuffer buffer);
  }

  MapWriter(OutputStream out, String title) throws IOException {
    page = new PageWriter(out, title);
  }

  void writeAbout(Map<String, Object> about) throws IOException {
    writeJson("part-about", json -> json.writePOJO(about));
  }

  /** Ids and stored values, point by point. */
  void writeDocuments(MapPoints points, MapValues values) throws IOException {
    writeJson(
        "part-ids",
        json -> {
          json.writeStartArray();
          points.readIds(id -> json.writePOJO(id == null ? null : MapValues.cutId(id)));
          json.writeEndArray();
        });
    writeJson(
        "part-stored",
        json -> {
          json.writeStartArray();
          for (int point = 0; point < points.size(); point++) {
            json.writePOJO(values.of(point));
          }
          json.writeEndArray();
        });
  }

  /** Positions as 16 bits of the larger of width and height. */
  void writePositions(float[] positions) throws IOException {
    float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
    float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int i = 0; i < positions.length; i++) {
      low[i % 2] = Math.min(low[i % 2], positions[i]);
      high[i % 2] = Math.max(high[i % 2], positions[i]);
    }
    double size = Math.max(high[0] - low[0], high[1] - low[1]);
    double scale = size > 0 ? 65535 / size : 0;
    writeNumbers(
        "part-positions",
        positions.length * Short.BYTES,
        buffer -> {
          for (int i = 0; i < positions.length; i++) {
            double middle = ((double) low[i % 2] + high[i % 2]) / 2;
            buffer.putShort((short) Math.round((positions[i] - middle) * scale + 32767.5));
          }
        });
  }

  void writeColors(byte[] colors) throws IOException {
    writeNumbers("part-colors", colors.length, buffer -> buffer.put(colors));
  }

  void writeNeighbors(Neighbors neighbors, float[] scores) throws IOException {
    int size = neighbors.size() * SHOWN_NEIGHBORS;
    writeNumbers(
        "part-neighbors",
        size * Integer.BYTES,
        buffer -> {
          for (int i = 0; i < size; i++) {
            buffer.putInt(neighbors.points()[place(i, neighbors)]);
          }
        });
    writeNumbers(
        "part-scores",
        size * Float.BYTES,
        buffer -> {
          for (int i = 0; i < size; i++) {
            buffer.putFloat(scores[place(i, neighbors)]);
          }
        });
  }

  private static int place(int i, Neighbors neighbors) {
    return i / SHOWN_NEIGHBORS * neighbors.perPoint() + i % SHOWN_NEIGHBORS;
  }

  void end() throws IOException {
    page.end();
  }

  private void writeJson(String part, Values values) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(page.part(part))) {
      values.write(json);
    }
  }

  private void writeNumbers(String part, int bytes, Numbers numbers) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    numbers.put(buffer);
    try (OutputStream out = page.part(part)) {
      out.write(buffer.array());
    }
  }
}
