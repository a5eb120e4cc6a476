// The published rules of four tools, written from their descriptions (sources: docs/doctor.md), run on our traces. Each gives
// its findings in the tool's own order: [{ name, causes }], where `causes` are the faults of the catalogue that the finding names.
// What a rule needs and a trace has not (Keras objects, per-step tensors) is taken from the epoch's end.

const finding = (name, ...causes) => ({ name, causes });
const last = (values) => values[values.length - 1];
const finite = Number.isFinite;

/** What all rules look at. */
export function traceOf(subject) {
  const { recipe, model, history, training } = subject;
  const scale = recipe.scale ?? 1 / 255;
  let [min, max, sum, nan] = [Infinity, -Infinity, 0, false];
  for (const raw of training.images) {
    const x = raw * scale;
    if (Number.isNaN(x)) nan = true;
    if (x < min) min = x;
    if (x > max) max = x;
    sum += x;
  }
  return {
    recipe,
    input: { min, max, mean: sum / training.images.length, nan },
    labels: training.labels,
    rates: model.trace.map(({ rate }) => rate),
    loss: history.map(({ loss }) => loss),
    accuracy: history.map((row) => row.training.accuracy),
    valLoss: history.map((row) => (row.validation ?? row.test).loss),
    valAccuracy: history.map((row) => (row.validation ?? row.test).accuracy),
    epochs: model.trace.map(({ layers }) => layers),
    steps: model.trace.flatMap(({ losses }) => losses),
  };
}

/** UMLAUT: 12 heuristics. */
export function umlaut(trace) {
  const { recipe, input, rates, loss, valLoss, accuracy, valAccuracy } = trace;
  const found = [];
  const hidden = recipe.activations.slice(0, -1);
  if (last(recipe.activations) !== "softmax") found.push(finding("missing softmax before the loss", "D2"));
  if (hidden.includes("linear")) found.push(finding("missing activation in a hidden layer", "D4"));
  if (last(recipe.activations) !== "linear" && last(recipe.activations) !== "softmax")
    found.push(finding("activation of the final layer", "D3"));
  if (recipe.dropout > 0.5) found.push(finding("high dropout", "F13"));
  if (input.min < -1 || input.max > 1) found.push(finding("input not normalised", "C1"));
  if (input.nan && loss.some(Number.isNaN)) found.push(finding("NaN in the input", "A8"));
  if (rates.some((rate) => rate > 0.01)) found.push(finding("learning rate high", "F1"));
  if (rates.some((rate) => rate < 1e-7)) found.push(finding("learning rate low", "F2", "F3"));
  if (loss.some((value, i) => i > 0 && valLoss[i] > valLoss[i - 1] && value <= loss[i - 1]))
    found.push(finding("possible overfitting", "G1"));
  const suspicious = valAccuracy.some((value, i) => i >= 2 && (value > 0.95 || value - accuracy[i] > 0.05));
  if (suspicious) found.push(finding("validation accuracy suspicious", "B11", "B15", "G5"));
  return found;
}

/** AUTOTRAINER: rules after 30 % of the epochs, with the published defaults. */
export function autotrainer(trace) {
  const { loss, accuracy, valAccuracy, recipe, epochs } = trace;
  const from = Math.ceil(0.3 * loss.length);
  const late = epochs.slice(Math.min(from, epochs.length - 1));
  const found = [];
  const steps = accuracy.slice(1).map((value, i) => value - accuracy[i]);
  const stuck =
    Math.max(...accuracy) < 0.6 && Math.max(...valAccuracy) < 0.6 && Math.max(0, ...steps.map(Math.abs)) < 0.01;
  const noGain = stuck || (steps.length > 0 && Math.max(...steps) <= 0);
  const first = (layers) => layers[0].gradNorm;
  const end = (layers) => last(layers).gradNorm;
  if (noGain && late.some((layers) => first(layers) / end(layers) < 1e-3 && first(layers) < 1e-4))
    found.push(finding("vanishing gradient", "F8", "E3"));
  if (
    noGain &&
    late.some(
      (layers) =>
        first(layers) / end(layers) > 70 ||
        layers.some(({ gradNorm, weightNorm }) => !finite(gradNorm) || !finite(weightNorm)),
    )
  )
    found.push(finding("exploding gradient", "F9"));
  if (
    noGain &&
    recipe.activations.includes("relu") &&
    late.some((layers) => layers.some(({ gradZero }) => gradZero >= 0.7))
  )
    found.push(finding("dying ReLU", "F10"));
  const swings = accuracy.filter(
    (value, i) =>
      i > 0 &&
      i < accuracy.length - 1 &&
      Math.abs(value - accuracy[i - 1]) >= 0.03 &&
      (value - accuracy[i - 1]) * (accuracy[i + 1] - value) < 0,
  ).length;
  if (swings >= 0.2 * accuracy.length) found.push(finding("oscillating", "F15", "F1"));
  if (stuck) found.push(finding("not converging", "F1", "F2", "F3", "E1", "E2"));
  if (loss.some((value) => !finite(value) || value > 1e3 || value < 0)) found.push(finding("loss value", "F9", "D3"));
  const outSum = last(last(epochs)).outAbs * last(recipe.sizes);
  if (outSum > 1.1 || (last(recipe.activations) !== "softmax" && last(recipe.activations) !== "sigmoid"))
    found.push(finding("improper output activation", "D3", "D2"));
  if (epochs.some((layers) => layers.some(({ outMean }) => Math.abs(outMean) >= 10)))
    found.push(finding("abnormal data", "C1"));
  return found;
}

const constantOver = (values, n) =>
  values.length >= n && values.slice(-n).every((value) => value === values[values.length - 1]);

/** DeepDiagnosis: symptoms in its order; its fix map gives the cause. */
export function deepDiagnosis(trace) {
  const { epochs, recipe, loss, accuracy, input } = trace;
  const end = last(epochs);
  const symptoms = [];
  const bad = (value) => !finite(value) || value === 0;
  if (end.some(({ outMean, weightMean, gradMean }) => bad(outMean) || bad(weightMean) || bad(gradMean)))
    symptoms.push("numerical error");
  if (end.slice(0, -1).some(({ nonPositive }) => nonPositive >= 0.7)) symptoms.push("dead node");
  if (epochs.some((layers, i) => i % 5 === 0 && layers.some(({ above5 }) => above5 > 0.5)))
    symptoms.push("saturated activation");
  if (end.some(({ gradAbs }) => gradAbs < 1e-7)) symptoms.push("vanishing gradient");
  if (epochs.length >= 5 && end.some((_, l) => epochs.slice(-5).every((layers) => layers[l].moved === 0)))
    symptoms.push("unchanged weights");
  if (constantOver(loss, 5)) symptoms.push("loss not decreasing");
  if (constantOver(accuracy, 20)) symptoms.push("accuracy not increasing");
  if (loss.some((value) => !finite(value)) || accuracy.some((value) => value === 0))
    symptoms.push("invalid loss or accuracy");
  if (["relu", "linear"].includes(last(recipe.activations))) symptoms.push("out of range");
  return symptoms.map((name) => finding(name, ...fixOf(end, input, recipe, name)));
}

/** The first rule of the fix map that matches: weights, data, learning rate; else by the symptom. */
function fixOf(end, input, recipe, symptom) {
  if (end.some(({ weightVariance }) => !(weightVariance >= 1e-5 && weightVariance <= 10))) return ["E1", "E2", "E3"];
  if (input.min < -1 || input.max > 1) return ["C1"];
  const ratio = ({ gradNorm, weightNorm }) => (recipe.learningRate * gradNorm) / weightNorm;
  if (end.some((layer) => !(ratio(layer) >= 1e-5 && ratio(layer) <= 1e-1))) return ["F1", "F2", "F3"];
  return (
    { "out of range": ["D3"], "dead node": ["F10"], "saturated activation": ["F11"], "vanishing gradient": ["F8"] }[
      symptom
    ] ?? ["D5"]
  );
}

/**
 * SageMaker Debugger: built-in rules with their defaults, those that apply to dense networks on images and tables. Left out:
 * Confusion, which by its description would fire on every balanced set of ten classes.
 */
export function sagemaker(trace) {
  const { epochs, recipe, steps, loss, valLoss, accuracy, labels, input } = trace;
  const found = [];
  const any = (rule) => epochs.some((layers) => layers.some(rule));
  const relu = recipe.activations.map((name) => name === "relu");
  if (epochs.some((layers) => layers.some(({ dead }, l) => relu[l] && dead > 0.5)))
    found.push(finding("DeadRelu", "F10"));
  if (any(({ weightNorm, gradNorm }) => !finite(weightNorm) || !finite(gradNorm)))
    found.push(finding("ExplodingTensor", "F9"));
  const variances = epochs[0].map(({ weightVariance }) => weightVariance);
  if (Math.max(...variances) / Math.min(...variances) > 10)
    found.push(finding("PoorWeightInitialization", "E1", "E2", "E3"));
  if (any(({ saturated }) => saturated > 0.5)) found.push(finding("SaturatedActivation", "F11", "E2"));
  if (any(({ gradAbs }) => gradAbs < 1e-7)) found.push(finding("VanishingGradient", "F8"));
  if (any(({ updateRatio }) => updateRatio > 10 || updateRatio < 1e-8))
    found.push(finding("WeightUpdateRatio", "F1", "F2", "F3"));
  if (any(({ gradZero }) => gradZero === 1)) found.push(finding("AllZero", "F3", "E1"));
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const mistakes = 1 - last(accuracy);
  if (labels.length >= 500 && (Math.max(...counts.values()) / Math.min(...counts.values()) > 10 || mistakes > 0.7))
    found.push(finding("ClassImbalance", "A10", "E5"));
  if (labels.length >= 500 && Math.abs(input.mean) > 0.2) found.push(finding("CheckInputImages", "C1"));
  if (steps.some((value, i) => i >= 10 && value >= steps[i - 10]))
    found.push(finding("LossNotDecreasing", "F1", "F2", "F3"));
  if (loss.some((value, i) => (valLoss[i] - value) / value > 0.1)) found.push(finding("Overfit", "G1"));
  if (epochs.length >= 3 && any(({ moved, weightNorm }) => moved <= 1e-5 * weightNorm))
    found.push(finding("UnchangedTensor", "F3"));
  return found;
}

export const RIVALS = {
  UMLAUT: umlaut,
  AUTOTRAINER: autotrainer,
  DeepDiagnosis: deepDiagnosis,
  "SageMaker Debugger": sagemaker,
};
