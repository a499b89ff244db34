import { Command } from 'commander';
import {
  type Backend,
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  findModel,
  loadSession,
} from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { openStandardOutput } from '../io.js';

/** `affect-detect doctor`: which backends run here, checked on the models' reference numbers. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what runs the networks on this machine, and how to get the fast backend')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const backends = {
        native: await examine('native'),
        wasm: await examine('wasm'),
      };
      const used = backends.native.ok ? 'native' : backends.wasm.ok ? 'wasm' : null;
      const machine = { node: process.version, platform: process.platform, arch: process.arch };
      const { writeLine } = openStandardOutput();
      if (json) {
        await writeLine(JSON.stringify({ ...machine, backend: used, backends }));
      } else {
        await writeLine(`Node ${machine.node} on ${machine.platform} ${machine.arch}`);
        for (const [name, { ok, detail }] of Object.entries(backends)) {
          await writeLine(`${ok ? 'ok  ' : 'no  '}${name.padEnd(7)} ${detail}`);
        }
        await writeLine(used ? `Networks run on: ${used}` : 'No backend runs here.');
      }
      if (!used) throw new ExitError(EXIT.model);
    });
}

async function examine(backend: Backend): Promise<{ ok: boolean; detail: string }> {
  try {
    for (const id of [DEFAULT_DETECTOR, DEFAULT_EXPRESSION_MODEL]) {
      const { card, path } = await findModel(id);
      const session = await loadSession(path, card, { backend });
      await session.dispose();
    }
    return { ok: true, detail: 'gives the reference numbers of both models' };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
