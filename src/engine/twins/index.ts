import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { affineDense, affineSparse } from "./affine.ts";
import { convTwins } from "./conv-index.ts";
import { dropoutMask, multiply } from "./dropout.ts";
import { inputGradient, outerDense, outerSparse, sumRows } from "./gradient.ts";
import { ACTIVATION_TWINS as ACT } from "./math.ts";
import {
  average,
  clear,
  maxNorm,
  penalty,
  stepAdam,
  stepMomentum,
  stepRmsprop,
  stepSgd,
  sumDoubles,
  sumSquares,
} from "./optimizer.ts";
import { activate, costCrossEntropy, costLogLikelihood, costQuadratic, residual, slope, softmax } from "./output.ts";
import { collectEntries, resampleAffine, resampleElastic, scatterEntries } from "./resample.ts";
import {
  gatherDenseBytes,
  gatherDenseFloats,
  gatherPairs,
  gatherSparseBytes,
  gatherSparseFloats,
  packSparseRows,
} from "./rows.ts";
import { shuffle } from "./shuffle.ts";

/** Every kernel as plain loops over the same memory layout: the definition, the oracle and the fallback in one. */
export function twins(memory: MemoryViews): Kernels {
  return {
    f32_affine_sparse_sigmoid_p16: affineSparse(memory, ACT.sigmoid),
    f32_affine_sparse_tanh_p16: affineSparse(memory, ACT.tanh),
    f32_affine_sparse_relu_p16: affineSparse(memory, ACT.relu),
    f32_affine_sparse_leaky_relu_p16: affineSparse(memory, ACT.leaky_relu),
    f32_affine_sparse_linear_p16: affineSparse(memory, ACT.linear),
    f32_affine_dense_sigmoid_p16: affineDense(memory, ACT.sigmoid),
    f32_affine_dense_tanh_p16: affineDense(memory, ACT.tanh),
    f32_affine_dense_relu_p16: affineDense(memory, ACT.relu),
    f32_affine_dense_leaky_relu_p16: affineDense(memory, ACT.leaky_relu),
    f32_affine_dense_linear_p16: affineDense(memory, ACT.linear),
    f32_input_gradient_sigmoid_p16: inputGradient(memory, ACT.sigmoid),
    f32_input_gradient_tanh_p16: inputGradient(memory, ACT.tanh),
    f32_input_gradient_relu_p16: inputGradient(memory, ACT.relu),
    f32_input_gradient_leaky_relu_p16: inputGradient(memory, ACT.leaky_relu),
    f32_input_gradient_linear_p16: inputGradient(memory, ACT.linear),
    f32_outer_sparse_p16: outerSparse(memory),
    f32_outer_dense_p16: outerDense(memory),
    f32_sum_rows_p16: sumRows(memory),
    f32_activate_sigmoid: activate(memory, ACT.sigmoid),
    f32_activate_tanh: activate(memory, ACT.tanh),
    f32_activate_relu: activate(memory, ACT.relu),
    f32_activate_leaky_relu: activate(memory, ACT.leaky_relu),
    f32_activate_linear: activate(memory, ACT.linear),
    f32_activate_softmax: softmax(memory),
    f32_slope_sigmoid: slope(memory, ACT.sigmoid),
    f32_slope_tanh: slope(memory, ACT.tanh),
    f32_slope_relu: slope(memory, ACT.relu),
    f32_slope_leaky_relu: slope(memory, ACT.leaky_relu),
    f32_residual: residual(memory),
    f32_cost_quadratic: costQuadratic(memory),
    f32_cost_cross_entropy: costCrossEntropy(memory),
    f32_cost_log_likelihood: costLogLikelihood(memory),
    u32_shuffle: shuffle(memory),
    f32_penalty: penalty(memory),
    f32_step_sgd: stepSgd(memory),
    f32_step_momentum: stepMomentum(memory, false),
    f32_step_nesterov: stepMomentum(memory, true),
    f32_step_rmsprop: stepRmsprop(memory),
    f32_step_adam: stepAdam(memory),
    f32_sum_squares: sumSquares(memory),
    f64_sum: sumDoubles(memory),
    f32_max_norm_p16: maxNorm(memory),
    f32_average: average(memory),
    f32_clear: clear(memory),
    f32_dropout_mask_p16: dropoutMask(memory),
    f32_multiply_p16: multiply(memory),
    ...convTwins(memory),
    u8_pack_sparse_rows: packSparseRows(memory),
    u64_gather: gatherPairs(memory),
    u8_gather_sparse_rows: gatherSparseBytes(memory),
    f32_gather_sparse_rows: gatherSparseFloats(memory),
    u8_gather_dense_rows: gatherDenseBytes(memory),
    f32_gather_dense_rows: gatherDenseFloats(memory),
    f32_resample_affine: resampleAffine(memory),
    f32_resample_elastic: resampleElastic(memory),
    f32_scatter_entries: scatterEntries(memory),
    f32_collect_entries: collectEntries(memory),
    barrier_wait: () => 0,
    await_change: () => {},
  };
}
