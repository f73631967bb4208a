// SPDX-License-Identifier: Apache-2.0

// A tour of the plugin by OpenSearch's client for Node.js: node tour.mjs URL...
// It makes indexes tour*, compares what searches find with what it computes itself, and deletes them.

import assert from 'node:assert/strict';
import { Client } from '@opensearch-project/opensearch';

const COUNT = 600;
const DIMENSION = 16;

const client = new Client({ nodes: process.argv.slice(2) });

/** Mulberry32: the same numbers each time. */
let state = 42;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const words = ['river', 'blue', 'stone', 'cloud', 'night'];
const documents = Array.from({ length: COUNT }, (_, i) => ({
  id: `user_${10000 + i}`,
  vector: Array.from({ length: DIMENSION }, () => Math.fround(random() - 0.5)),
  year: 1990 + (i % 30),
  title: `${words[i % 5]} ${words[(i * 7 + 3) % 5]}`,
}));

function squaredDistance(a, b) {
  return a.reduce((sum, x, c) => sum + (x - b[c]) ** 2, 0);
}

/** The ids of the nearest, best first. */
function nearest(vector, k, accepts = () => true) {
  return documents
    .filter(accepts)
    .map((document) => ({ id: document.id, distance: squaredDistance(vector, document.vector) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k)
    .map((one) => one.id);
}

async function search(index, body) {
  const answer = await client.search({ index, body });
  assert.equal(answer.body._shards.failed, 0);
  assert.equal(answer.body.timed_out, false);
  return answer.body;
}

async function ids(index, query, more = {}) {
  const body = await search(index, { size: 10, query, ...more });
  return body.hits.hits.map((hit) => hit._id);
}

async function request(method, path) {
  return (await client.transport.request({ method, path })).body;
}

/** Fails unless the request is refused with status 400 and these words. */
async function refused(promise, words) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.statusCode, 400, String(error));
    assert.match(JSON.stringify(error.body), words);
    return true;
  });
}

async function step(name, run) {
  await run();
  console.log(`ok  ${name}`);
}

const target = Array.from({ length: DIMENSION }, () => random() - 0.5);
const wide = { vector: target, k: 10, ef: 400 };

await step('templates that split settings and mappings', async () => {
  await client.cluster.putComponentTemplate({
    name: 'tour-vectors',
    body: { template: { mappings: { properties: {
      embedding: { type: 'omdb_vector', dimension: DIMENSION, similarity: 'l2' },
      year: { type: 'integer' },
      title: { type: 'text' },
    } } } },
  });
  await client.cluster.putComponentTemplate({
    name: 'tour-settings',
    body: { template: { settings: { 'index.omdb': true, number_of_shards: 2, number_of_replicas: 1 } } },
  });
  await client.indices.putIndexTemplate({
    name: 'tour',
    body: { index_patterns: ['tour-*'], composed_of: ['tour-vectors', 'tour-settings'] },
  });
  await client.indices.create({ index: 'tour-songs' });
});

await step('bulk, by the helper of the client', async () => {
  const done = await client.helpers.bulk({
    datasource: documents,
    onDocument: ({ id, vector, year, title }) => [
      { index: { _index: 'tour-songs', _id: id } },
      { embedding: vector, year, title },
    ],
    refreshOnCompletion: 'tour-songs',
  });
  assert.equal(done.successful, COUNT);
  assert.equal(done.failed, 0);
});

await step('the nearest, filtered, by id, and scores', async () => {
  assert.deepEqual(await ids('tour-songs', { omdb_knn: { embedding: wide } }), nearest(target, 10));
  const filter = { range: { year: { gte: 2010 } } };
  assert.deepEqual(
    await ids('tour-songs', { omdb_knn: { embedding: { ...wide, filter } } }),
    nearest(target, 10, (document) => document.year >= 2010),
  );
  const like = documents[7];
  assert.deepEqual(
    await ids('tour-songs', { omdb_knn: { embedding: { id: like.id, k: 10, ef: 400 } } }),
    nearest(like.vector, 10, (document) => document.id !== like.id),
  );
  const { hits } = await search('tour-songs', { query: { omdb_knn: { embedding: wide } } });
  const best = documents.find((document) => document.id === hits.hits[0]._id);
  const score = 1 / (1 + squaredDistance(target, best.vector));
  assert.ok(Math.abs(hits.hits[0]._score - score) < 1e-5 * score);
});

await step('all within a distance', async () => {
  const distance = Math.sqrt(squaredDistance(target, documents.find((d) => d.id === nearest(target, 20)[19]).vector));
  const query = { omdb_knn: { embedding: { vector: target, max_distance: distance * 1.000001 } } };
  const body = await search('tour-songs', { size: 50, query });
  assert.deepEqual(body.hits.hits.map((hit) => hit._id).sort(), nearest(target, 20).sort());
});

await step('scores for what another query finds', async () => {
  const match = { match: { title: 'river' } };
  assert.deepEqual(
    await ids('tour-songs', { omdb_score: { embedding: { vector: target, filter: match } } }),
    nearest(target, 10, (document) => document.title.includes('river')),
  );
});

await step('one ranking of words and vectors, with pages and aggregations', async () => {
  const query = { omdb_hybrid: { window: 50, queries: [
    { match: { title: 'river' } },
    { omdb_knn: { embedding: { vector: target, k: 50, ef: 400 } } },
  ] } };
  const all = await ids('tour-songs', query, { size: 100 });
  const body = await search('tour-songs', { from: 5, size: 10, query, aggs: { years: { terms: { field: 'year', size: 100 } } } });
  assert.deepEqual(body.hits.hits.map((hit) => hit._id), all.slice(5, 15));
  assert.equal(body.hits.total.value, all.length);
  const counted = body.aggregations.years.buckets.reduce((sum, bucket) => sum + bucket.doc_count, 0);
  assert.equal(counted, all.length);
  for (const id of nearest(target, 50)) {
    assert.ok(all.includes(id), id);
  }
});

await step('updates and deletions, and every id after a merge', async () => {
  await client.update({ index: 'tour-songs', id: documents[3].id, body: { doc: { year: 1900 } } });
  await client.delete({ index: 'tour-songs', id: documents[5].id, refresh: true });
  await client.indices.forcemerge({ index: 'tour-songs', max_num_segments: 1, flush: true });
  await client.indices.refresh({ index: 'tour-songs' });
  const left = documents.filter((_, i) => i !== 5);
  for (const document of [left[0], left[3], left[100], left[COUNT - 2]]) {
    const query = { omdb_knn: { embedding: { vector: document.vector, k: 1, ef: 400 } } };
    assert.deepEqual((await ids('tour-songs', query))[0], document.id);
  }
  const body = await search('tour-songs', { size: 1000, query: { omdb_knn: { embedding: { ...wide, k: COUNT, ef: COUNT } } } });
  assert.deepEqual(body.hits.hits.map((hit) => hit._id).sort(), left.map((document) => document.id).sort());
  const { body: got } = await client.get({ index: 'tour-songs', id: documents[3].id });
  assert.deepEqual(got._source.embedding.map(Math.fround), documents[3].vector);
  assert.equal(got._source.year, 1900);
  await client.index({ index: 'tour-songs', id: documents[5].id, refresh: true, body: {
    embedding: documents[5].vector, year: documents[5].year, title: documents[5].title } });
});

await step('warm-up, statistics, the table', async () => {
  const warm = await request('POST', '/_omdb/tour-songs/warmup');
  assert.equal(warm._shards.failed, 0);
  const stats = await request('GET', '/_omdb/tour-songs/stats');
  let vectors = 0;
  for (const copies of Object.values(stats.indices['tour-songs'].shards)) {
    const primary = copies.find((copy) => copy.primary);
    vectors += primary.fields.embedding.vectors;
    assert.equal(primary.fields.embedding.ids, primary.fields.embedding.vectors);
  }
  assert.equal(vectors, COUNT);
  const table = await request('GET', '/_cat/omdb/tour-songs?h=index,prirep,vectors');
  assert.equal(table.trim().split('\n').length, 4);
});

await step('vectors that are not in the source', async () => {
  await client.indices.create({ index: 'tour-lean', body: { settings: { 'index.omdb.vectors_in_source': false } } });
  await client.reindex({ refresh: true, body: { source: { index: 'tour-songs' }, dest: { index: 'tour-lean' } } });
  const { body } = await client.get({ index: 'tour-lean', id: documents[11].id });
  assert.deepEqual(body._source.embedding.map(Math.fround), documents[11].vector);
  assert.deepEqual(await ids('tour-lean', { omdb_knn: { embedding: wide } }), nearest(target, 10));
});

await step('mappings and queries of k-NN', async () => {
  await client.indices.create({ index: 'tour-knn', body: {
    settings: { 'index.omdb.knn_api': true, 'index.knn': true },
    mappings: { properties: { v: { type: 'knn_vector', dimension: DIMENSION, space_type: 'l2',
      method: { name: 'hnsw', engine: 'faiss', parameters: { m: 16, ef_construction: 100 } } } } },
  } });
  await client.helpers.bulk({
    datasource: documents,
    onDocument: ({ id, vector, year }) => [{ index: { _index: 'tour-knn', _id: id } }, { v: vector, year }],
    refreshOnCompletion: 'tour-knn',
  });
  const method_parameters = { ef_search: 400 };
  assert.deepEqual(await ids('tour-knn', { knn: { v: { vector: target, k: 10, method_parameters } } }), nearest(target, 10));
  const filter = { term: { year: 2001 } };
  assert.deepEqual(
    await ids('tour-knn', { knn: { v: { vector: target, k: 10, filter } } }),
    nearest(target, 10, (document) => document.year === 2001),
  );
});

await step('bytes', async () => {
  await client.indices.create({ index: 'tour-bytes', body: { mappings: { properties: {
    b: { type: 'omdb_vector', dimension: 3, similarity: 'l2', data_type: 'byte' } } } } });
  await client.index({ index: 'tour-bytes', id: 'near', refresh: true, body: { b: [1, -2, 127] } });
  await client.index({ index: 'tour-bytes', id: 'far', refresh: true, body: { b: [-128, 0, 5] } });
  assert.deepEqual(await ids('tour-bytes', { omdb_knn: { b: { vector: [1, -2, 120], k: 2 } } }), ['near', 'far']);
});

await step('what is wrong is refused with the reason', async () => {
  await refused(client.index({ index: 'tour-songs', body: { embedding: [1, 2] } }), /dimension|components/);
  await refused(ids('tour-songs', { omdb_knn: { embedding: { vector: [1], k: 1 } } }), /components/);
  await refused(ids('tour-songs', { omdb_knn: { embedding: { vector: target } } }), /\[k\]/);
  await refused(
    client.indices.putSettings({ index: 'tour-songs', body: { 'index.omdb': false } }),
    /index\.omdb/,
  );
  await refused(ids('tour-songs', { omdb_hybrid: { queries: [] } }), /1 to 20/);
});

await step('export', async () => {
  const done = await request('POST', '/tour-songs/_omdb/export?field=embedding&folder=tour&overwrite=true');
  const exported = JSON.stringify(done);
  assert.ok(exported.includes('tour-songs.embedding.0.omdb'), exported);
  assert.ok(exported.includes('tour-songs.embedding.1.omdb'), exported);
});

await step('a bulk request that is refused in part loses nothing of the rest', async () => {
  const { body } = await client.bulk({ refresh: true, body: [
    { index: { _index: 'tour-bytes', _id: 'whole' } }, { b: [1, 2, 3] },
    { index: { _index: 'tour-bytes', _id: 'broken' } }, { b: [1.5, 2, 3] },
    { index: { _index: 'tour-bytes', _id: 'huge' } }, { b: [1, 2, 300] },
  ] });
  assert.deepEqual(body.items.map((item) => item.index.status), [201, 400, 400]);
  assert.equal((await ids('tour-bytes', { omdb_knn: { b: { vector: [1, 2, 3], k: 1 } } }))[0], 'whole');
});

await client.indices.delete({ index: 'tour-*' });
await client.indices.deleteIndexTemplate({ name: 'tour' });
await client.close();
