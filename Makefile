# The two commands of the README are `make run` and `make test`; the scripts say what they do.
.PHONY: help run test fmt bench screenshots

help:
	@echo 'make run          构建、建库、载入演示并打开端口 · build, make the database, load the demo, open the port'
	@echo 'make test         全部检查与测试 · all checks and tests'
	@echo 'make fmt          整理代码格式 · format the code'
	@echo 'make bench        性能测量，见 bench/README.md · measurements'
	@echo 'make screenshots  为文档截图 · pictures for the documents'

run:
	@scripts/run.sh $(ARGS)

test:
	@scripts/test.sh

fmt:
	@cargo fmt --all

bench:
	@bench/run.sh

screenshots:
	@scripts/screenshots.sh
