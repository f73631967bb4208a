// SPDX-License-Identifier: Apache-2.0
// The data of the page: parts of compressed bytes, which the page brings along.

async function part(id) {
  const element = document.getElementById(id);
  const text = atob(element.textContent);
  element.remove(); // it is not needed a second time
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).arrayBuffer();
}

async function json(id) {
  return JSON.parse(new TextDecoder().decode(await part(id)));
}

/**
 * All of it, by the numbers of points:
 * about      what was mapped, and how: see MapWriter.java
 * ids        strings, or null for vectors without one
 * stored     the other stored values, by name
 * positions  x and y, 0 to 65535
 * colors     number of the legend's entry, or of the color on the scale; 255 for no value
 * neighbors  the nearest points, nearest first; -1 if there are no more
 * scores     of these
 */
async function load() {
  return {
    about: await json("part-about"),
    ids: await json("part-ids"),
    stored: await json("part-stored"),
    positions: new Uint16Array(await part("part-positions")),
    colors: new Uint8Array(await part("part-colors")),
    neighbors: new Int32Array(await part("part-neighbors")),
    scores: new Float32Array(await part("part-scores")),
  };
}

/** Finds points. */
class Finder {
  static #CELLS = 128;

  constructor(ids, positions) {
    this.ids = ids;
    this.positions = positions;
    this.lower = ids.map(id => id === null ? "" : id.toLowerCase());
    // Cells of a grid: the points of cell c are from starts[c] to starts[c + 1] in byCell.
    const cells = Finder.#CELLS * Finder.#CELLS;
    this.starts = new Uint32Array(cells + 1);
    this.byCell = new Uint32Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      this.starts[this.#cell(i) + 1]++;
    }
    for (let c = 0; c < cells; c++) {
      this.starts[c + 1] += this.starts[c];
    }
    const next = this.starts.slice();
    for (let i = 0; i < ids.length; i++) {
      this.byCell[next[this.#cell(i)]++] = i;
    }
  }

  static #line(position) {
    return Math.max(0, Math.min(Finder.#CELLS - 1, Math.floor(position * Finder.#CELLS / 65536)));
  }

  #cell(point) {
    const [x, y] = [this.positions[2 * point], this.positions[2 * point + 1]];
    return Finder.#line(y) * Finder.#CELLS + Finder.#line(x);
  }

  /** The point nearest to a position that is no farther than a distance; -1 if there is none. */
  nearest(x, y, distance, isVisible) {
    let nearest = -1;
    let smallest = distance * distance;
    for (let row = Finder.#line(y - distance); row <= Finder.#line(y + distance); row++) {
      const first = row * Finder.#CELLS + Finder.#line(x - distance);
      const last = row * Finder.#CELLS + Finder.#line(x + distance);
      for (let i = this.starts[first]; i < this.starts[last + 1]; i++) {
        const point = this.byCell[i];
        const dx = this.positions[2 * point] - x;
        const dy = this.positions[2 * point + 1] - y;
        if (dx * dx + dy * dy <= smallest && isVisible(point)) {
          smallest = dx * dx + dy * dy;
          nearest = point;
        }
      }
    }
    return nearest;
  }

  /** Points whose id has a text in it: first the id itself, then those that begin with it. */
  byId(text, limit) {
    const wanted = text.toLowerCase();
    const rank = (i, at) => this.ids[i] === text ? 0 : this.lower[i] === wanted ? 1 : at === 0 ? 2 : 3;
    const ranked = [[], [], [], []];
    let count = 0;
    for (let i = 0; i < this.lower.length; i++) {
      const at = this.lower[i].indexOf(wanted);
      if (at >= 0) {
        count++;
        const equal = ranked[rank(i, at)];
        if (equal.length < limit) {
          equal.push(i);
        }
      }
    }
    return {count, points: ranked.flat().slice(0, limit)};
  }
}
