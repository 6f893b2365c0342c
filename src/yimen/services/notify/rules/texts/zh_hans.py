"""Messages in Simplified Chinese: the language they are written in first."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "ticket.near": ("快到您了", "您的号码{ticket}，前面还有{ahead}位，请到{place}等候。"),
    "ticket.called": ("轮到您了", "{ticket}号请到{window}号窗口。"),
    "login.code": (
        "登录验证码",
        "登录验证码{code}，{minutes}分钟内有效。不是您本人操作，请不要理会，也不要告诉他人。",
    ),
    "booking.affected": (
        "预约的时间不开放了",
        "很抱歉，您预约的“{item}”（{day}{time}）因大厅调整开放时间不能办理，请改约或取消，不算爽约。",
    ),
    "booking.restored": (
        "预约照常有效",
        "您预约的“{item}”（{day}{time}）照常办理，请按时到大厅签到。",
    ),
    "case.received": (
        "材料已收到",
        "您申请的“{item}”材料已收到，编号{case_no}，查询码{code}。是否受理将另行通知您。",
    ),
    "case.accepted": (
        "申请已受理",
        "您申请的“{item}”已受理，编号{case_no}，承诺{due}前办结，查询码{code}。",
    ),
    "case.not_accepted": (
        "申请未受理",
        "您申请的“{item}”未能受理，编号{case_no}。原因和下一步请看“我的办件”。",
    ),
    "case.supplement": (
        "需要补正材料",
        "您申请的“{item}”需补正材料，编号{case_no}，请于{until}前提交，详情见“我的办件”。",
    ),
    "case.extended": (
        "办理期限延长",
        "您申请的“{item}”经批准延长办理期限，编号{case_no}，新的办结日期为{due}。",
    ),
    "case.special": (
        "进入特别程序",
        "您申请的“{item}”已进入“{procedure}”程序，编号{case_no}，所需时间不计入办理期限。",
    ),
    "case.resumed": (
        "恢复办理",
        "您申请的“{item}”特别程序已结束，编号{case_no}，办结日期为{due}。",
    ),
    "case.decided": (
        "已办结",
        "您申请的“{item}”已办结，编号{case_no}，结果请看“我的办件”。",
    ),
    "case.ready": (
        "可以领取结果",
        "您申请的“{item}”已办结，编号{case_no}，请选择邮寄，或带身份证到{place}领取。",
    ),
    "case.electronic": (
        "结果已送到“我的证照”",
        "您申请的“{item}”已办结，编号{case_no}，请登录后在“我的证照”查看，不需领取。",
    ),
    "case.uncollected": (
        "还没有领取结果",
        "您申请的“{item}”结果还没有领取，编号{case_no}，请到{place}领取，也可改为邮寄。",
    ),
    "case.handed_out": (
        "结果已领取",
        "您申请的“{item}”结果已领取，编号{case_no}。如非本人或委托人领取，请拨打12345。",
    ),
    "case.closed": (
        "办理终止",
        "您申请的“{item}”已终止办理，编号{case_no}。原因请看“我的办件”。",
    ),
    "case.urged": (
        "催办已转达",
        "您对“{item}”的催办已转达承办部门，编号{case_no}。办理情况请看“我的办件”。",
    ),
    "case.rating": (
        "请您评价",
        "您申请的“{item}”已办结，编号{case_no}。请您在“我的办件”评价本次服务。",
    ),
    "bundle.filed": (
        "一件事已受理",
        "您申请的“{item}”已受理，编号{case_no}，承诺{due}前全部办结，查询码{code}。",
    ),
    "bundle.part_stopped": (
        "有一项不能继续办理",
        "“{item}”（编号{case_no}）中有一项没有通过，需要它结果的事项不再提交，其余照常办理。请查进度。",
    ),
    "bundle.ready": (
        "可以一次领取全部结果",
        "您申请的“{item}”已全部办结，编号{case_no}，请带身份证到{place}一次领取。",
    ),
    "certificate.suspended": (
        "证照已暂扣",
        "您的“{item}”已暂扣，编号{case_no}。暂扣期间不能使用，请向制发机关了解怎样恢复。",
    ),
    "certificate.restored": (
        "证照已恢复",
        "您的“{item}”已恢复有效，编号{case_no}，请看“我的证照”。",
    ),
    "certificate.ended": (
        "证照不再有效",
        "您的“{item}”已不再有效，编号{case_no}，详情请看“我的证照”。有疑问请向制发机关询问。",
    ),
    "certificate.reissued": (
        "证照已重新制发",
        "您的“{item}”已重新制发，编号{case_no}，旧证不再有效，新证请看“我的证照”。",
    ),
    "parcel.ordered": (
        "已约上门取件",
        "“{item}”的材料寄递已下单，{carrier}将上门取件，请当面核对并保留收件凭证。",
    ),
    "parcel.posted": (
        "已寄出",
        "“{item}”的结果已由{carrier}寄出，邮件号{parcel}，请留意查收。",
    ),
    "parcel.delivered": (
        "已签收",
        "“{item}”的邮件已签收（{carrier}）。如未收到，请在“我的办件”告诉我们。",
    ),
    "parcel.problem": (
        "邮件投递遇到问题",
        "“{item}”的邮件投递遇到问题（{carrier}），工作人员正在处理，进展请看“我的办件”。",
    ),
    "parcel.returned": (
        "邮件已退回",
        "“{item}”的邮件未能投递，已退回。请到{place}领取，或在“我的办件”重新选择邮寄。",
    ),
    "locker.stored": (
        "结果在取件柜",
        "“{item}”的结果已放入{place}，取件码{code}，请在{until}前带身份证领取。",
    ),
    "locker.expired": (
        "取件柜已到期",
        "“{item}”的结果在取件柜存放到期，已转到{place}，请带身份证领取。",
    ),
    "payment.due": ("请缴费", "“{item}”应缴{amount}，请在“我的办件”或窗口缴纳。"),
    "payment.paid": ("缴费成功", "“{item}”已缴{amount}，票据请看“我的办件”。"),
    "payment.refunded": ("已退款", "“{item}”的{amount}已退回原支付账户，到账时间以银行为准。"),
}
