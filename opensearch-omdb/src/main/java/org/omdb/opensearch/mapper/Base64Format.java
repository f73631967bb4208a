// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.search.DocValueFormat;

/** The format that makes {@code docvalue_fields} return vectors as base64. */
enum Base64Format implements DocValueFormat {
  BASE64;

  @Override
  public String getWriteableName() {
    return OmdbVectorFieldType.BASE64;
  }

  @Override
  public void writeTo(StreamOutput out) {}
}
