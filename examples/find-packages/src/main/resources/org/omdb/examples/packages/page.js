'use strict';

const PAUSE_MILLIS = 120; // after the last key, so that not every letter is a search

const input = document.getElementById('query');
const main = document.querySelector('main');
const state = document.getElementById('status');
const hint = state.textContent;
let timer;
let asked = 0; // counts questions: an answer to another one than the latest is dropped

/** An element with a text. What a text has of HTML is only text here. */
function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function millis(value) {
  return `${value.toFixed(1)} ms`;
}

function showColumn(id, column) {
  const section = document.getElementById(id);
  section.querySelector('.time').textContent = column ? millis(column.millis) : '';
  const items = (column ? column.hits : []).map((hit) => {
    const item = document.createElement('li');
    item.append(
      element('span', 'name', hit.name),
      element('span', 'score', hit.score.toFixed(hit.score < 1 ? 4 : 2)),
      element('span', 'description', hit.description),
    );
    return item;
  });
  section.querySelector('ol').replaceChildren(...items);
}

function show(answer, text) {
  for (const id of ['vector', 'text', 'hybrid']) {
    showColumn(id, answer?.[id]);
  }
  state.textContent = text;
}

async function ask() {
  const query = input.value.trim();
  const number = ++asked;
  history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : '/');
  if (query === '') {
    main.ariaBusy = 'false';
    show(null, hint);
    return;
  }
  main.ariaBusy = 'true';
  let answer = null;
  let text;
  try {
    const response = await fetch(`/search?q=${encodeURIComponent(query)}`);
    const body = await response.json();
    if (response.ok) {
      answer = body;
      text =
        `${answer.packages.toLocaleString('en')} packages searched.` +
        ` The model read the question in ${millis(answer.embeddingMillis)}.`;
    } else {
      text = body.error;
    }
  } catch (failure) {
    text = `There is no answer: ${failure.message}. Does the server still run?`;
  }
  if (number === asked) {
    main.ariaBusy = 'false';
    show(answer, text);
  }
}

input.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MILLIS);
});

input.form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(timer);
  ask();
});

input.value = new URLSearchParams(location.search).get('q') ?? '';
if (input.value) {
  ask();
}
