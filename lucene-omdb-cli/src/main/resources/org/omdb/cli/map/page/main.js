// SPDX-License-Identifier: Apache-2.0
// Mouse, keys and the search box.

const SEARCH_RESULTS = 12;
const HOVER_PIXELS = 8;

function start(data) {
  const finder = new Finder(data.ids, data.positions);
  const isHidden = new Uint8Array(256);
  const isVisible = point => isHidden[data.colors[point]] === 0;
  const view = new View(data, isVisible);
  let pinned = -1;

  function show(point) {
    view.hovered = point;
    if (pinned < 0) {
      showPoint(data, point, false, choose);
    }
    view.draw();
  }

  function pin(point) {
    pinned = view.selected = point;
    showPoint(data, point, true, choose);
    view.draw();
  }

  /** Keeps a point, and moves the map to it. */
  function choose(point) {
    view.hovered = -1;
    pin(point);
    view.reveal([point, ...neighborsOf(data, point).map(neighbor => neighbor.point)]);
  }

  showFacts(data.about);
  showLegend(data, (color, visible) => {
    isHidden[color] = visible ? 0 : 1;
    view.draw();
  });
  listenToMap(data, view, finder, isVisible, show, pin);
  listenToSearch(data, finder, choose);
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      pin(-1);
    }
    if (event.key === "/" && event.target.id !== "query") {
      event.preventDefault();
      document.getElementById("query").focus();
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view.draw());
}

function listenToMap(data, view, finder, isVisible, show, pin) {
  const canvas = view.points;
  const tip = document.getElementById("tip");
  const pointers = new Map(); // fingers, or the mouse while its button is down
  let moved = 0;

  const under = event => {
    const {x, y} = view.toMap(event.offsetX, event.offsetY);
    return finder.nearest(x, y, HOVER_PIXELS / view.scale, isVisible);
  };
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY});
    moved = 0;
  });
  canvas.addEventListener("pointermove", event => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      hover(under(event), event);
      return;
    }
    const now = {x: event.offsetX, y: event.offsetY};
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      view.move(now.x - before.x, now.y - before.y);
    } else {
      const apart = at => Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
      view.zoom(apart(now) / apart(before), other.x, other.y);
    }
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    pointers.set(event.pointerId, now);
    canvas.classList.toggle("moving", moved > 3);
    tip.hidden = true;
  });
  canvas.addEventListener("pointerup", event => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("moving");
    if (moved <= 3) {
      pin(under(event));
    }
  });
  canvas.addEventListener("pointercancel", event => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", event => hover(-1, event));
  canvas.addEventListener("dblclick", event => view.zoom(2, event.offsetX, event.offsetY));
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
    view.zoom(Math.exp(-lines * 0.0015), event.offsetX, event.offsetY);
  }, {passive: false});

  function hover(point, event) {
    canvas.classList.toggle("over", point >= 0);
    tip.hidden = point < 0;
    if (point >= 0) {
      tip.textContent = nameOf(data, point);
      const isLeft = event.offsetX < view.width / 2;
      tip.style.left = isLeft ? event.offsetX + 14 + "px" : "auto";
      tip.style.right = isLeft ? "auto" : view.width - event.offsetX + 14 + "px";
      tip.style.top = event.offsetY + "px";
    }
    if (point !== view.hovered) {
      show(point);
    }
  }

  const step = 60;
  const keys = {
    ArrowLeft: () => view.move(step, 0),
    ArrowRight: () => view.move(-step, 0),
    ArrowUp: () => view.move(0, step),
    ArrowDown: () => view.move(0, -step),
    "+": () => view.zoom(1.4),
    "=": () => view.zoom(1.4),
    "-": () => view.zoom(1 / 1.4),
    0: () => view.showAll(),
  };
  canvas.addEventListener("keydown", event => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  document.getElementById("in").addEventListener("click", keys["+"]);
  document.getElementById("out").addEventListener("click", keys["-"]);
  document.getElementById("all").addEventListener("click", keys[0]);
}

function listenToSearch(data, finder, choose) {
  const query = document.getElementById("query");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  let points = [];
  let active = 0;

  function close() {
    results.hidden = true;
    query.setAttribute("aria-expanded", "false");
    query.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    active = index;
    [...results.children].forEach((option, i) => option.setAttribute("aria-selected", i === active));
    query.setAttribute("aria-activedescendant", "result-" + active);
  }

  function take(index) {
    if (points[index] !== undefined) {
      close();
      choose(points[index]);
    }
  }

  function search() {
    if (query.value === "") {
      points = [];
      found.textContent = "";
      close();
      return;
    }
    const answer = finder.byId(query.value, SEARCH_RESULTS);
    points = answer.points;
    found.textContent = answer.count === 0 ? "No id has this in it."
        : answer.count === 1 ? "1 id" : `${format(answer.count)} ids`;
    results.replaceChildren(...points.map((point, i) => element("li",
        {role: "option", id: "result-" + i, onpointerdown: event => {
          event.preventDefault(); // the box keeps the focus
          take(i);
        }}, nameOf(data, point))));
    results.hidden = points.length === 0;
    query.setAttribute("aria-expanded", String(points.length > 0));
    if (points.length > 0) {
      activate(0);
    }
  }

  query.addEventListener("input", search);
  query.addEventListener("focus", search);
  query.addEventListener("blur", close);
  query.addEventListener("keydown", event => {
    if (event.key === "Enter") {
      take(active);
    } else if (event.key === "Escape" && !results.hidden) {
      event.stopPropagation();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && points.length > 0) {
      event.preventDefault();
      activate((active + (event.key === "ArrowDown" ? 1 : points.length - 1)) % points.length);
    }
  });
}

try {
  start(await load());
  document.documentElement.dataset.ready = "";
} catch (error) {
  document.getElementById("facts").textContent =
      typeof DecompressionStream === "undefined"
          ? "This map needs a browser of 2023 or newer."
          : "This map can't be shown: " + error;
}
