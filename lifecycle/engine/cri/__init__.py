"""The container runtime: sandboxes, containers, images, processes and their network."""
