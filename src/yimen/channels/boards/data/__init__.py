"""The data board (数据大屏): what a city looks at to see how its centre is doing today."""
