// SPDX-License-Identifier: Apache-2.0
// What is drawn on the canvases, and which part of the map they show.

const CATEGORY_COLORS = ["#4e79a7", "#f28e2b", "#d6404e", "#59a14f", "#b07aa1", "#17a3b5", "#c7a600",
    "#e377c2", "#8c6d46", "#5b5bd6", "#86b300", "#f0692f"];
const OTHER_COLOR = "#8a929c";
const NO_VALUE_COLOR = "#b9bfc7";
const SCALE_COLORS = ["#4b3fd6", "#a03bb8", "#e0526e", "#f08a32", "#e3c01c"];
const NO_VALUE = 255;

/** The color of a number of data.colors, as [red, green, blue]; about.color says what it means. */
function colorOf(color, about) {
  const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
  if (about === null) {
    return rgb(CATEGORY_COLORS[0]);
  }
  if (color === NO_VALUE) {
    return rgb(NO_VALUE_COLOR);
  }
  if (about.kind === "categories") {
    return rgb(CATEGORY_COLORS[color] ?? OTHER_COLOR);
  }
  const at = color / (NO_VALUE - 1) * (SCALE_COLORS.length - 1);
  const low = Math.min(Math.floor(at), SCALE_COLORS.length - 2);
  const high = rgb(SCALE_COLORS[low + 1]);
  return rgb(SCALE_COLORS[low]).map((part, i) => Math.round(part + (high[i] - part) * (at - low)));
}

class View {
  constructor(data, isVisible) {
    this.data = data;
    this.isVisible = isVisible;
    this.points = document.getElementById("points");
    this.marks = document.getElementById("marks");
    this.palette = new Uint32Array(256);
    for (let i = 0; i < 256; i++) {
      const [r, g, b] = colorOf(i, data.about.color);
      this.palette[i] = (0xff000000 | b << 16 | g << 8 | r) >>> 0; // bytes r, g, b, a
    }
    this.order = drawingOrder(data);
    this.bounds = boundsOf(data.positions);
    const count = data.ids.length;
    this.radius = count > 40000 ? 1.1 : count > 10000 ? 1.6 : count > 2000 ? 2.4 : 3.5;
    this.selected = -1;
    this.hovered = -1;
    this.waiting = false;
    this.resize();
    this.showAll();
    new ResizeObserver(() => this.resize()).observe(this.points.parentElement);
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const {clientWidth, clientHeight} = this.points.parentElement;
    const center = this.scale && this.toMap(this.width / 2, this.height / 2);
    this.ratio = ratio;
    this.width = Math.max(1, clientWidth);
    this.height = Math.max(1, clientHeight);
    for (const canvas of [this.points, this.marks]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
    }
    this.image = new ImageData(this.points.width, this.points.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    if (center) {
      this.center(center.x, center.y);
    }
    this.draw();
  }

  // Where things are: a position p of the map is at left + p * scale of the canvas.

  toMap(x, y) {
    return {x: (x - this.left) / this.scale, y: (y - this.top) / this.scale};
  }

  toCanvas(point) {
    const [x, y] = this.data.positions.subarray(2 * point, 2 * point + 2);
    return {x: this.left + x * this.scale, y: this.top + y * this.scale};
  }

  fitting() {
    const {left, top, right, bottom} = this.bounds;
    return 0.94 * Math.min(this.width / Math.max(1, right - left), this.height / Math.max(1, bottom - top));
  }

  showAll() {
    const {left, top, right, bottom} = this.bounds;
    this.scale = this.fitting();
    this.center((left + right) / 2, (top + bottom) / 2);
  }

  center(x, y) {
    this.left = this.width / 2 - x * this.scale;
    this.top = this.height / 2 - y * this.scale;
    this.draw();
  }

  move(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.draw();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const fixed = this.toMap(x, y);
    this.scale = Math.max(this.fitting() / 2, Math.min(this.fitting() * 2000, this.scale * factor));
    this.left = x - fixed.x * this.scale;
    this.top = y - fixed.y * this.scale;
    this.draw();
  }

  /** Shows some points, and zooms in if that makes a picture. */
  reveal(points) {
    const {left, top, right, bottom} =
        boundsOf(points.flatMap(point => [...this.data.positions.subarray(2 * point, 2 * point + 2)]));
    const fitting = 0.6 * Math.min(this.width, this.height) / Math.max(right - left, bottom - top, 400);
    this.scale = Math.max(this.fitting(), Math.min(fitting, this.fitting() * 60));
    this.center((left + right) / 2, (top + bottom) / 2);
  }

  /** Draws before the next frame. */
  draw() {
    if (this.waiting === false) {
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.drawPoints();
        this.drawMarks();
      });
    }
  }

  pointRadius() {
    return Math.min(7, this.radius * Math.pow(this.scale / this.fitting(), 0.35));
  }

  /** Pixel by pixel, because a hundred thousand calls of a canvas take longer than a frame. */
  drawPoints() {
    const {positions, colors} = this.data;
    const {width, height} = this.points;
    const pixels = this.pixels;
    const [left, top, scale] = [this.left, this.top, this.scale].map(it => it * this.ratio);
    const rows = disc(this.pointRadius() * this.ratio);
    const size = rows.length;
    pixels.fill(0);
    for (const i of this.order) {
      const x = Math.round(left + positions[2 * i] * scale - size / 2);
      const y = Math.round(top + positions[2 * i + 1] * scale - size / 2);
      if (x < 0 || x + size > width || y < 0 || y + size > height || !this.isVisible(i)) {
        continue;
      }
      const color = this.palette[colors[i]];
      for (let row = 0; row < size; row++) {
        const start = (y + row) * width + x;
        const end = start + size - rows[row];
        for (let at = start + rows[row]; at < end; at++) {
          pixels[at] = color;
        }
      }
    }
    this.points.getContext("2d").putImageData(this.image, 0, 0);
  }

  drawMarks() {
    const context = this.marks.getContext("2d");
    const style = getComputedStyle(document.body);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const marked = this.selected >= 0 ? this.selected : this.hovered;
    if (marked >= 0) {
      const from = this.toCanvas(marked);
      context.strokeStyle = context.fillStyle = style.color;
      const neighbors = neighborsOf(this.data, marked).map(neighbor => this.toCanvas(neighbor.point));
      context.globalAlpha = 0.45;
      for (const to of neighbors) {
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
        context.stroke();
      }
      context.globalAlpha = 1;
      neighbors.forEach(to => this.ring(context, to, 2, 1.2));
      this.ring(context, from, 4, 2.5);
    }
    if (this.hovered >= 0) {
      context.strokeStyle = style.color;
      this.ring(context, this.toCanvas(this.hovered), 3, 1.5);
    }
  }

  ring(context, at, distance, lineWidth) {
    context.lineWidth = lineWidth;
    context.beginPath();
    context.arc(at.x, at.y, this.pointRadius() + distance, 0, 2 * Math.PI);
    context.stroke();
  }
}

function boundsOf(positions) {
  const bounds = {left: 65535, top: 65535, right: 0, bottom: 0};
  for (let i = 0; i < positions.length; i += 2) {
    bounds.left = Math.min(bounds.left, positions[i]);
    bounds.right = Math.max(bounds.right, positions[i]);
    bounds.top = Math.min(bounds.top, positions[i + 1]);
    bounds.bottom = Math.max(bounds.bottom, positions[i + 1]);
  }
  return bounds;
}

/** Points of the colors that say most come last, so that others do not hide them. */
function drawingOrder(data) {
  const saysLittle = i => data.colors[i] === NO_VALUE
      || data.about.color?.kind === "categories" && data.colors[i] >= CATEGORY_COLORS.length;
  const all = Uint32Array.from(data.colors, (_, i) => i);
  return Uint32Array.from([...all.filter(saysLittle), ...all.filter(i => !saysLittle(i))]);
}

/** A filled circle as rows of pixels: how many are left out at the beginning and end of each. */
function disc(radius) {
  const size = Math.max(1, Math.round(2 * radius));
  return Array.from({length: size}, (_, row) => {
    const height = row + 0.5 - size / 2;
    return Math.round(size / 2 - Math.sqrt(size * size / 4 - height * height));
  });
}

function neighborsOf(data, point) {
  const count = data.about.neighbors;
  const found = [];
  for (let i = point * count; i < (point + 1) * count && data.neighbors[i] >= 0; i++) {
    found.push({point: data.neighbors[i], score: data.scores[i]});
  }
  return found;
}
