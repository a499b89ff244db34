import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ClassificationReport } from '../../core/evaluation/classification-report.js';
import { type EvaluationResult, evaluationTable } from './evaluation-table.js';

function result(overrides: Partial<EvaluationResult> = {}): EvaluationResult {
  const report = new ClassificationReport();
  report.add(3, Float32Array.of(0, 0, 0, 1, 0, 0, 0));
  report.add(3, Float32Array.of(0, 0, 0, 0.25, 0.75, 0, 0));
  return {
    ...report.summary(),
    msPerFace: 1.234,
    model: 'some-model',
    head: 'fer2013',
    truth: null,
    agreed: false,
    split: 'PublicTest',
    dataset: 'data/fer2013.csv',
    backend: 'native',
    ...overrides,
  };
}

function lines(overrides?: Partial<EvaluationResult>): string[] {
  return stripVTControlCharacters(evaluationTable(result(overrides))).split('\n');
}

describe('evaluationTable', () => {
  it('says what was measured on what, with which labels', () => {
    expect(lines()[0]).toBe(
      'data/fer2013.csv PublicTest: 2 faces, model some-model, labels fer2013, backend native',
    );
    expect(lines({ truth: 'votes.csv' })[0]).toContain('PublicTest, truth: majority of votes.csv: 2 faces');
    expect(lines({ truth: 'votes.csv', agreed: true })[0]).toContain(
      'majority of votes.csv, of more than half:',
    );
    expect(lines({ split: null, n: 1 })[0]).toMatch(/^data\/fer2013.csv: 1 face, /);
  });

  it('shows fractions as per cent and the accuracy with its interval', () => {
    expect(lines()).toContain('  accuracy           50.0 %, 95 % interval 9.5 % to 90.5 %');
    expect(lines()).toContain('  log loss           0.693');
    expect(lines()).toContain('  calibration error  37.5 %');
    expect(lines()).toContain('  time a face        1.23 ms');
  });

  it('shows a row of scores for every expression, and where each was mistaken', () => {
    const happy = lines().filter((line) => line.trim().startsWith('happy'));
    expect(happy.map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['happy', '100.0 %', '50.0 %', '66.7 %', '2'],
      ['happy', '0', '0', '0', '1', '1', '0', '0'],
    ]);
  });

  it('tells of pictures without a face only where faces were looked for', () => {
    expect(lines().join('\n')).not.toContain('no face');
    expect(lines({ noFace: 1 })).toContain('  no face found      1 picture, not counted above');
    expect(lines({ noFace: 0 })).toContain('  no face found      0 pictures, not counted above');
  });
});
