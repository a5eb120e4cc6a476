// gpu.js asks for headless WebGL at load time; without a context it uses the CPU.
module.exports = () => null;
