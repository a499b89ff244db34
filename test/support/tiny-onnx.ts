import type { Tensor } from '../../src/core/index.js';

/**
 * Encode an ONNX network that answers with constants, whatever it is given: enough to try how a network is recognised
 * and decoded, without shipping anybody's weights.
 * @param inputShape of its one input; a name stands for a size that may vary
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the numbers of the fields
 */
export function encodeConstantNetwork(
  inputName: string,
  inputShape: readonly (number | string)[],
  outputs: Readonly<Record<string, Tensor>>,
): Uint8Array {
  const entries = Object.entries(outputs);
  const graph = [
    ...entries.flatMap(([name]) =>
      field(1, [...text(1, `${name}_value`), ...text(2, name), ...text(4, 'Identity')]),
    ),
    ...text(2, 'constants'),
    ...entries.flatMap(([name, tensor]) => field(5, initializer(`${name}_value`, tensor))),
    ...field(11, valueInfo(inputName, inputShape)),
    ...entries.flatMap(([name, { dims }]) => field(12, valueInfo(name, dims))),
  ];
  const opset = [...text(1, ''), ...number(2, 13)];
  return Uint8Array.from([...number(1, 8), ...field(7, graph), ...field(8, opset)]);
}

function initializer(name: string, { data, dims }: Tensor): number[] {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [
    ...dims.flatMap((size) => number(1, size)),
    ...number(2, FLOAT),
    ...text(8, name),
    ...field(9, bytes),
  ];
}

function valueInfo(name: string, shape: readonly (number | string)[]): number[] {
  const dims = shape.flatMap((size) => field(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  return [...text(1, name), ...field(2, field(1, [...number(1, FLOAT), ...field(2, dims)]))];
}

const FLOAT = 1;

/** A length-delimited field. */
function field(id: number, bytes: Iterable<number>): number[] {
  const content = [...bytes];
  return [...varint(id * 8 + 2), ...varint(content.length), ...content];
}

function text(id: number, value: string): number[] {
  return field(id, new TextEncoder().encode(value));
}

function number(id: number, value: number): number[] {
  return [...varint(id * 8), ...varint(value)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
