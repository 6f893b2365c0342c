"""The sentences the command line says for refusals: what is wrong and what to do about it."""

from yimen.kernel.errors import DomainError

PHRASES = {
    "postgres.no_binaries": (
        "没有找到自带的 PostgreSQL（软件包 {wheel}）。请删除 .venv 后重试，或设置 DATABASE_URL。"
    ),
    "postgres.no_account": (
        "正以 root 运行，却不能切换到普通用户来运行 PostgreSQL（{tried}）。请用普通用户运行，"
        "或设置 DATABASE_URL。"
    ),
    "postgres.not_yours": (
        "{folder} 属于本机的另一个用户。请用那个用户运行，或把 YIMEN_HOME 设为自己的文件夹。"
    ),
    "postgres.no_space": "磁盘空间不足：{folder} 需要 {needed_mb} MB，只剩 {free_mb} MB。",
    "postgres.other_version": (
        "{folder} 里的数据由 PostgreSQL {found} 建立，现在是 {needed}。请先用旧版备份，"
        "再恢复到新版。"
    ),
    "postgres.password_lost": (
        "{folder} 里有数据，但记录密码的文件不见了。请恢复 YIMEN_HOME 里的 postgres.json，"
        "或换一个 YIMEN_HOME。"
    ),
    "postgres.copied_home": (
        "{home} 是 {original} 的拷贝，数据库仍属于原处。请删除拷贝里的 postgres.json，"
        "重新建立数据。"
    ),
    "postgres.did_not_start": "PostgreSQL 没有启动（{program}）：{said}",
    "serving.port_taken": (
        "端口 {port} 已被占用或不可用（{host}：{why}）。"
        "请用 --port 换一个端口（实时推送用它的下一个端口）。"
    ),
    "serving.already_served": (
        "演示已在运行：{url}（进程 {pid}）。请先停止它，或把 YIMEN_HOME 设为别的文件夹。"
    ),
    "serving.not_ready": "进程 {program} 没有启动成功，详见它的日志。最后几行：\n{said}",
    "cli.no_database": (
        "没有设置 DATABASE_URL。生产运行需要一个 PostgreSQL："
        "DATABASE_URL=postgresql://用户:密码@主机:端口/库名"
    ),
    "cli.unsafe_settings": "这些设置不能用于生产：\n{faults}",
    "cli.step_failed": "{step}失败（退出码 {code}）：{said}  详见 {log}",
    "cli.no_uv": "没有找到 uv，不能更新锁定文件。安装方法：pip install uv",
    "catalogue.unreadable_file": (
        "读不出表格（{why}）：应为 CSV（UTF-8 或 GBK）或 XLSX，不超过 256 MB。"
    ),
    "catalogue.unknown_header": (
        "第 1 行不是认识的表头（{found}）。请用国家要素名（如 TASK_NAME）或中文表头"
        "（部门、事项名称、事项类型、事项编码……）。"
    ),
    "catalogue.column_missing": "缺少必需的列：{columns}。",
    "catalogue.column_twice": "表头里有重复的列：{columns}。",
    "catalogue.run_not_found": "没有这次导入，或记录已经清理。",
    "catalogue.import_running": "另一个导入正在进行，请等它结束后再试。没有改动任何内容。",
    "catalogue.item_not_found": "没有编码为 {item} 的事项。",
    "catalogue.item_not_offered": "事项 {item} 现在不办理。",
    "catalogue.bundle_not_found": "没有代码为 {bundle} 的一件事。",
    "catalogue.bundle_not_offered": (
        "一件事 {bundle} 现在不办理，或与其中的事项不再相符；用 lint 查看。"
    ),
    "catalogue.bad_bundle": (
        "一件事的定义有 {count} 处与事项不符，第一处在 {part}（{about}）：{bundle_fault}。"
        "没有发布任何内容。"
    ),
    "catalogue.move_not_allowed": "这一版的状态（{version_state}）不能这样操作。",
    "catalogue.stale_draft": "事项 {item} 已有新版发布，请退回草稿后重写。",
    "catalogue.same_person": "编写人不能审核自己的版本。",
    "catalogue.bad_answer": "事项没有这个情形选项（{question}）。",
    "catalogue.open_draft": "事项 {item} 已有一份草稿，请先处理它。",
    "catalogue.bad_package": "不是完好的事项包：{why}。",
    "catalogue.bad_content": "事项内容不合要求：{path} 应为 {needs}。",
    "catalogue.bad_field": "要素 {field} 的值不合要求（{flaw}）。",
    "cli.home_unusable": "不能使用 {home}：{why}。请用 YIMEN_HOME 指定一个可写的文件夹。",
}


def sentence(refused: DomainError) -> str:
    """The refusal's sentence; its code and facts where nobody has written one."""
    phrase = PHRASES.get(refused.code)
    return phrase.format_map(refused.facts) if phrase else str(refused)
