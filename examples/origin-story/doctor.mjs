// The doctor on the broken program's data: it names the line. Run: node examples/origin-story/doctor.mjs
import { diagnose, sampleFromDataset } from "myelin/doctor";
import { loadDataset, loadDefaultDataset } from "myelin/node";

const name = process.argv[2];
const { training, test } = name ? await loadDataset(name) : await loadDefaultDataset();

// A sample is what a program holds: images and labels that nobody has checked. Here the test images are the wrong ones.
const broken = { ...sampleFromDataset(test), images: training.pixels };
const { verdict, findings } = await diagnose({ training, test: broken });

console.log(`verdict: ${verdict}`);
const [cause] = findings;
console.log(cause.sentence);
console.log(`Fix: ${cause.fix}`);
