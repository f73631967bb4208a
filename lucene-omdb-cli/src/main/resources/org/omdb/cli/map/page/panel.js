// SPDX-License-Identifier: Apache-2.0
// The column beside the map. Everything from the index becomes text nodes, never markup.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

function format(number) {
  return number.toLocaleString("en");
}

/** Control characters would be invisible. */
function readable(text) {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
      c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

function nameOf(data, point) {
  const id = data.ids[point];
  return id === null ? "(no id)" : readable(id);
}

function showFacts(about) {
  const {points, total, field, dimension, element: type, similarity} = about;
  document.getElementById("facts").textContent =
      (points < total ? `A sample of ${format(points)} of ${format(total)} vectors` : `${format(points)} vectors`)
      + ` of ${format(dimension)} ${type} components, field “${readable(field)}”, ${similarity}`;
  document.getElementById("made").replaceChildren(...about.made.map(text => element("p", {}, readable(text))));
}

/** Shows a point and its neighbors; choose(point) is called when a neighbor is clicked. */
function showPoint(data, point, isPinned, choose) {
  const section = document.getElementById("point");
  if (point < 0) {
    section.replaceChildren(element("p", {class: "hint"},
        "Move the mouse over a point to see it and its neighbors. A click keeps it."));
    return;
  }
  const values = element("dl");
  for (const [name, value] of Object.entries(data.stored[point] ?? {})) {
    values.append(element("dt", {}, readable(name)), element("dd", {}, readable(String(value))));
  }
  const neighbors = element("ol", {id: "neighbors"});
  for (const neighbor of neighborsOf(data, point)) {
    neighbors.append(element("li", {},
        element("button", {onclick: () => choose(neighbor.point)},
            element("span", {class: "id"}, nameOf(data, neighbor.point)),
            element("span", {class: "score"}, neighbor.score.toPrecision(6)))));
  }
  section.replaceChildren(
      element("h2", {id: "name"}, nameOf(data, point)),
      values,
      element("h3", {}, data.about.points < data.about.total ? "Nearest in the sample" : "Nearest"),
      neighbors,
      element("p", {class: "hint"}, isPinned ? "Kept. Escape, or a click beside the points, lets go." : ""));
}

/** Shows the legend; toggle(color, isVisible) is called when an entry is switched. */
function showLegend(data, toggle) {
  const color = data.about.color;
  const legend = document.getElementById("legend");
  if (color === null) {
    return;
  }
  legend.append(element("h2", {}, readable(color.column)));
  if (color.kind === "numbers") {
    legend.append(scale(color),
        element("p", {class: "hint"}, "By rank: each part of the scale has as many points."));
    if (color.missing > 0) {
      legend.append(entry(NO_VALUE, "no value", color.missing, color, toggle));
    }
    return;
  }
  color.labels.forEach((label, i) => legend.append(entry(i, readable(label), color.counts[i], color, toggle)));
  if (color.others > 0) {
    legend.append(entry(color.labels.length, `${format(color.other_labels)} others`, color.others, color, toggle));
  }
  if (color.missing > 0) {
    legend.append(entry(NO_VALUE, "no value", color.missing, color, toggle));
  }
  const all = isVisible => legend.querySelectorAll("input").forEach(box => {
    if (box.checked !== isVisible) {
      box.click();
    }
  });
  legend.append(element("div", {class: "choice"},
      element("button", {onclick: () => all(true)}, "all"),
      element("button", {onclick: () => all(false)}, "none")));
}

function entry(number, label, count, color, toggle) {
  const swatch = element("span", {class: "swatch"});
  swatch.style.background = `rgb(${colorOf(number, color)})`;
  const box = element("input", {type: "checkbox"});
  box.checked = true;
  box.addEventListener("change", () => toggle(number, box.checked));
  return element("label", {}, box, swatch, element("span", {}, label),
      element("span", {class: "count"}, format(count)));
}

function scale(color) {
  const canvas = element("canvas", {width: 255, height: 1, "aria-hidden": "true"});
  const context = canvas.getContext("2d");
  for (let i = 0; i < 255; i++) {
    context.fillStyle = `rgb(${colorOf(i, color)})`;
    context.fillRect(i, 0, 1, 1);
  }
  return element("div", {}, canvas,
      element("div", {class: "marks"}, ...color.marks.map(mark => element("span", {}, format(mark)))));
}
