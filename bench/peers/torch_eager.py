"""PyTorch on the CPU, eager: nn.Sequential, autograd, optim.SGD; the whole set is one tensor, no DataLoader."""

import mnist

options = mnist.arguments()
import torch  # noqa: E402


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    sizes, batch = options.sizes, options.batch
    images, classes = mnist.read(options.folder, "train")
    pixels = torch.from_numpy(images)
    targets = torch.from_numpy(mnist.one_hot(classes, "float32"))
    layers = []
    for m, n in zip(sizes[:-1], sizes[1:]):
        linear = torch.nn.Linear(m, n)
        torch.nn.init.normal_(linear.weight, std=mnist.weight_scale(sizes, m))
        torch.nn.init.normal_(linear.bias)
        layers += [linear, torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=options.rate)

    def epoch():
        order = torch.randperm(len(pixels))
        for start in range(0, len(pixels), batch):
            rows = order[start : start + batch]
            optimizer.zero_grad(set_to_none=True)
            cost = ((model(pixels[rows]) - targets[rows]) ** 2).sum() * (0.5 / batch)
            cost.backward()
            optimizer.step()

    seconds = mnist.timed(options.epochs, epoch)
    test_pixels, test_labels = mnist.read(options.folder, "t10k")
    with torch.no_grad():
        correct = (model(torch.from_numpy(test_pixels)).argmax(dim=1) == torch.from_numpy(test_labels)).sum().item()
    mnist.answer("PyTorch eager", torch.__version__, options, seconds, correct)


main()
