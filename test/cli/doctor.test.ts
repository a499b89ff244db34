import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { withBrokenPackage, withoutPackage } from '../support/without-package.js';

test('doctor says how to install a backend that is missing', async () => {
  const { code, stdout } = await runCli(['doctor'], { env: withoutPackage('onnxruntime-node') });
  expect(stdout).toContain(
    "no  native  the native backend isn't installed (npm install onnxruntime-node --ignore-scripts)\n",
  );
  expect(stdout).toContain('Networks run on: wasm');
  expect(code).toBe(0);
});

test.each([
  [
    'a library that it needs is absent',
    {
      code: 'ERR_DLOPEN_FAILED',
      message: 'libonnxruntime.so.1: cannot open shared object file: No such file or directory',
    },
  ],
  [
    'it has nothing for this platform',
    {
      code: 'MODULE_NOT_FOUND',
      message: "Cannot find module '../bin/napi-v6/linux/riscv64/onnxruntime_binding.node'",
    },
  ],
])('doctor gives the cause, and no remedy, where a backend is installed but %s', async (_, error) => {
  const { code, stdout } = await runCli(['doctor'], {
    env: withBrokenPackage('onnxruntime-node', {
      ...error,
      message: `${error.message}\nRequire stack:\n- a.js`,
    }),
  });
  expect(stdout).toContain(`no  native  the native backend can't be loaded: ${error.message}\n`);
  expect(stdout).not.toContain('install');
  expect(stdout).toContain('Networks run on: wasm');
  expect(code).toBe(0);
});
