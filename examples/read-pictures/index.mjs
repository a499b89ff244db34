// Read the expressions in pictures: node examples/read-pictures/index.mjs samples/group.jpg samples/hopper.jpg
import { loadAffectDetector } from 'affect-detect/node';

const detector = await loadAffectDetector();
try {
  for (const path of process.argv.slice(2)) {
    const { faces } = await detector.detect(path);
    const readings = faces.map(
      ({ expression, probability }) => `${expression ?? 'uncertain'} (${probability.toFixed(2)})`,
    );
    console.log(`${path}: ${readings.join(', ') || 'no face'}`);
  }
} finally {
  await detector.dispose();
}
