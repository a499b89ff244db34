import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure depends on: where and when it was measured. The load is that before, processes in the last minute. */
export function describeMachine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0],
    node: process.version,
  };
}

/** Version of an installed package; our own without a name. */
export function versionOf(name) {
  const path = name ? `node_modules/${name}/package.json` : 'package.json';
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).version;
}
