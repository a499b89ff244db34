/** An environment for the CLI in which a package is not installed. */
export function withoutPackage(name: string): NodeJS.ProcessEnv {
  return withResolution(
    name,
    `throw Object.assign(new Error("Cannot find package '${name}'"), { code: 'ERR_MODULE_NOT_FOUND' });`,
  );
}

/** An environment for the CLI in which a package is installed, and fails when it is imported. */
export function withBrokenPackage(name: string, error: { code: string; message: string }): NodeJS.ProcessEnv {
  const broken = asUrl(`throw Object.assign(new Error(), ${JSON.stringify(error)});`);
  return withResolution(name, `return { url: ${JSON.stringify(broken)}, shortCircuit: true };`);
}

/** @param code what is done instead of finding the package */
function withResolution(name: string, code: string): NodeJS.ProcessEnv {
  const hook = `export const resolve = (name, context, next) => {
    if (name === ${JSON.stringify(name)}) { ${code} }
    return next(name, context);
  };`;
  const start = asUrl(`import { register } from 'node:module'; register(${JSON.stringify(asUrl(hook))});`);
  return { NODE_OPTIONS: `--import=${start}` };
}

function asUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
