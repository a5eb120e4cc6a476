// The export table of the module, nothing else. One family a file; README.md holds the grammar of the names.
export * from "./f32_affine_sparse";
export * from "./f32_affine_dense";
export * from "./f32_input_gradient";
export * from "./f32_outer";
export * from "./f32_activate";
export * from "./f32_conv";
export * from "./f32_conv_gradient";
export * from "./f32_pool";
export * from "./f32_cost";
export * from "./f32_optimizer";
export * from "./f32_dropout";
export * from "./u32_shuffle";
export * from "./rows";
export * from "./f32_resample";
export * from "./barrier";
