import type { ConvKernels } from "../conv-kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { alive, convBiasGradientAlive, convInputGradientAlive, convWeightGradientAlive } from "./alive.ts";
import { conv, convBiasGradient, convFlip, convInputGradient, convTranspose, convWeightGradient } from "./conv.ts";
import { convMaxPool, convSparse, convSparseMaxPool, scatterRows } from "./conv-pool.ts";
import { ACTIVATION_TWINS as ACT } from "./math.ts";
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from "./pool.ts";

/** The twins of the kernels on volumes. */
export function convTwins(memory: MemoryViews): ConvKernels {
  return {
    f32_conv_sigmoid: conv(memory, ACT.sigmoid),
    f32_conv_tanh: conv(memory, ACT.tanh),
    f32_conv_relu: conv(memory, ACT.relu),
    f32_conv_leaky_relu: conv(memory, ACT.leaky_relu),
    f32_conv_linear: conv(memory, ACT.linear),
    f32_conv_input_gradient_sigmoid: convInputGradient(memory, ACT.sigmoid),
    f32_conv_input_gradient_tanh: convInputGradient(memory, ACT.tanh),
    f32_conv_input_gradient_relu: convInputGradient(memory, ACT.relu),
    f32_conv_input_gradient_leaky_relu: convInputGradient(memory, ACT.leaky_relu),
    f32_conv_input_gradient_linear: convInputGradient(memory, ACT.linear),
    f32_conv_max_pool_sigmoid: convMaxPool(memory, ACT.sigmoid),
    f32_conv_max_pool_tanh: convMaxPool(memory, ACT.tanh),
    f32_conv_max_pool_relu: convMaxPool(memory, ACT.relu),
    f32_conv_max_pool_leaky_relu: convMaxPool(memory, ACT.leaky_relu),
    f32_conv_max_pool_linear: convMaxPool(memory, ACT.linear),
    f32_conv_sparse_sigmoid: convSparse(memory, ACT.sigmoid),
    f32_conv_sparse_tanh: convSparse(memory, ACT.tanh),
    f32_conv_sparse_relu: convSparse(memory, ACT.relu),
    f32_conv_sparse_leaky_relu: convSparse(memory, ACT.leaky_relu),
    f32_conv_sparse_linear: convSparse(memory, ACT.linear),
    f32_conv_sparse_max_pool_sigmoid: convSparseMaxPool(memory, ACT.sigmoid),
    f32_conv_sparse_max_pool_tanh: convSparseMaxPool(memory, ACT.tanh),
    f32_conv_sparse_max_pool_relu: convSparseMaxPool(memory, ACT.relu),
    f32_conv_sparse_max_pool_leaky_relu: convSparseMaxPool(memory, ACT.leaky_relu),
    f32_conv_sparse_max_pool_linear: convSparseMaxPool(memory, ACT.linear),
    f32_alive_sigmoid: alive(memory, ACT.sigmoid),
    f32_alive_tanh: alive(memory, ACT.tanh),
    f32_alive_relu: alive(memory, ACT.relu),
    f32_alive_leaky_relu: alive(memory, ACT.leaky_relu),
    f32_alive_linear: alive(memory, ACT.linear),
    f32_conv_input_gradient_alive_sigmoid: convInputGradientAlive(memory, ACT.sigmoid),
    f32_conv_input_gradient_alive_tanh: convInputGradientAlive(memory, ACT.tanh),
    f32_conv_input_gradient_alive_relu: convInputGradientAlive(memory, ACT.relu),
    f32_conv_input_gradient_alive_leaky_relu: convInputGradientAlive(memory, ACT.leaky_relu),
    f32_conv_input_gradient_alive_linear: convInputGradientAlive(memory, ACT.linear),
    f32_conv_flip: convFlip(memory),
    f32_conv_transpose: convTranspose(memory),
    f32_conv_weight_gradient: convWeightGradient(memory),
    f32_conv_bias_gradient: convBiasGradient(memory),
    f32_conv_weight_gradient_alive: convWeightGradientAlive(memory),
    f32_conv_bias_gradient_alive: convBiasGradientAlive(memory),
    f32_scatter_rows: scatterRows(memory),
    f32_max_pool: maxPool(memory),
    f32_max_pool_gradient: maxPoolGradient(memory),
    f32_average_pool: averagePool(memory),
    f32_average_pool_gradient: averagePoolGradient(memory),
  };
}
