// SPDX-License-Identifier: Apache-2.0
//
// Writes the samples of Parquet and Arrow in src/test/resources/org/omdb/cli/source/samples with the
// programs from which people have them. pyarrow is in none of the registries that this was made with.
//
//   npm install nodejs-polars@0.25.2 @duckdb/node-api@1.5.6-r.1 apache-arrow@21.2.0
//   node make_table_samples.mjs FOLDER

import fs from 'node:fs';
import path from 'node:path';
import * as arrow from 'apache-arrow';
import { DuckDBInstance } from '@duckdb/node-api';
import pl from 'nodejs-polars';

const folder = process.argv[2];
const file = (name) => path.join(folder, name);

const rows = [...Array(7).keys()];
const ids = ['the', 'of', 'é', '漢字', '</s>', '12', 'a_b'];
const vectors = rows.map((i) => [...Array(5).keys()].map((j) => (((7 * i + 3 * j) % 23) - 11) / 4));
const titles = ['a', null, 'c"\n', '', 'ü', 'more than twelve bytes', 'g'];
const years = rows.map((i) => (i === 2 ? null : 2000 + i));
const langs = rows.map((i) => (i === 3 ? null : i % 2 === 0 ? 'de' : 'en'));

// Polars: Parquet with each codec; Arrow with views of strings, as its newest level has them.
const table = pl
  .DataFrame({ id: ids, embedding: vectors, title: titles, year: years, tags: rows.map((i) => Array(i % 3).fill('t' + i)) })
  .withColumns(pl.col('embedding').cast(pl.List(pl.Float32)), pl.col('year').cast(pl.Int32));
for (const compression of ['zstd', 'snappy', 'gzip', 'lz4', 'uncompressed', 'brotli']) {
  table.writeParquet(file(`polars-${compression}.parquet`), { compression });
}
for (const compression of ['lz4', 'zstd', 'uncompressed']) {
  table.writeIPC(file(`polars-${compression}.arrow`), { compression });
}
table.writeIPCStream(file('polars.arrows'), { compression: 'lz4' });

// DuckDB: an array of fixed size, and encodings of Parquet's version 2.
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(
  `create table t as select unnest([${ids.map((id) => `'${id}'`)}]) as id,
     unnest([${vectors.map((v) => `[${v}]`)}])::float[5] as embedding,
     unnest([${years.map((y) => y ?? 'null')}])::int as year`);
await connection.run(
  `create table u as select *, (year / 4)::decimal(10, 2) as price,
     date '2024-02-28' + (year - 2000) as day, timestamp '2024-02-28 23:59:59.5' as at,
     {'a': year, 'b': id} as pair, map {id: year} as years from t`);
await connection.run(`copy u to '${file('duckdb.parquet')}' (format parquet)`);
await connection.run(
  `copy u to '${file('duckdb-v2.parquet')}' (format parquet, parquet_version v2, compression zstd)`);

// Arrow's own JavaScript: lists of either kind, half precision, a dictionary; files and streams.
const { Dictionary, Field, FixedSizeList, Float16, Float32, Float64, Int32, List, Utf8 } = arrow;
const kinds = {
  fixed: new FixedSizeList(5, new Field('item', new Float32())),
  list: new List(new Field('item', new Float64())),
  half: new FixedSizeList(5, new Field('item', new Float16())),
};
for (const [kind, type] of Object.entries(kinds)) {
  const columns = new arrow.Table({
    id: arrow.vectorFromArray(ids, new Utf8()),
    vector: arrow.vectorFromArray(vectors, type),
    lang: arrow.vectorFromArray(langs, new Dictionary(new Utf8(), new Int32())),
    year: arrow.vectorFromArray(years, new Int32()),
  });
  fs.writeFileSync(file(`js-${kind}.arrow`), arrow.tableToIPC(columns, 'file'));
  fs.writeFileSync(file(`js-${kind}.arrows`), arrow.tableToIPC(columns, 'stream'));
}
