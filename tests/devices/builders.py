"""A slip to print."""

from yimen.devices.slips import Slip

SLIP = Slip(
    centre="东莞市民服务中心",
    place="2 楼 B 区",
    department="公安局",
    business="公安户政",
    number="A012",
    ahead="前面还有 3 位",
    wait="约 8–15 分钟",
    rule="过号可恢复一次",
    taken="2020年1月17日 09:31",
    url="https://example.test/t/abc",
    scan="扫码看进度",
    mark="优先",
)
