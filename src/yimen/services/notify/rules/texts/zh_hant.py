"""Messages in Traditional Chinese."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "ticket.near": ("快到您了", "您的號碼{ticket}，前面還有{ahead}位，請到{place}等候。"),
    "ticket.called": ("輪到您了", "{ticket}號請到{window}號窗口。"),
    "login.code": (
        "登入驗證碼",
        "登入驗證碼{code}，{minutes}分鐘內有效。不是您本人操作，請不要理會，也不要告訴他人。",
    ),
    "booking.affected": (
        "預約的時間不開放了",
        "很抱歉，您預約的「{item}」（{day}{time}）因大廳調整開放時間不能辦理，請改約或取消，不算爽約。",
    ),
    "booking.restored": (
        "預約照常有效",
        "您預約的「{item}」（{day}{time}）照常辦理，請按時到大廳簽到。",
    ),
    "case.received": (
        "材料已收到",
        "您申請的「{item}」材料已收到，編號{case_no}，查詢碼{code}。是否受理將另行通知您。",
    ),
    "case.accepted": (
        "申請已受理",
        "您申請的「{item}」已受理，編號{case_no}，承諾{due}前辦結，查詢碼{code}。",
    ),
    "case.not_accepted": (
        "申請未受理",
        "您申請的「{item}」未能受理，編號{case_no}。原因和下一步請看「我的辦件」。",
    ),
    "case.supplement": (
        "需要補正材料",
        "您申請的「{item}」需補正材料，編號{case_no}，請於{until}前提交，詳情見「我的辦件」。",
    ),
    "case.extended": (
        "辦理期限延長",
        "您申請的「{item}」經批准延長辦理期限，編號{case_no}，新的辦結日期為{due}。",
    ),
    "case.special": (
        "進入特別程序",
        "您申請的「{item}」已進入「{procedure}」程序，編號{case_no}，所需時間不計入辦理期限。",
    ),
    "case.resumed": (
        "恢復辦理",
        "您申請的「{item}」特別程序已結束，編號{case_no}，辦結日期為{due}。",
    ),
    "case.decided": (
        "已辦結",
        "您申請的「{item}」已辦結，編號{case_no}，結果請看「我的辦件」。",
    ),
    "case.ready": (
        "可以領取結果",
        "您申請的「{item}」已辦結，編號{case_no}，請選擇郵寄，或帶身份證到{place}領取。",
    ),
    "case.electronic": (
        "結果已送到「我的證照」",
        "您申請的「{item}」已辦結，編號{case_no}，請登入後在「我的證照」查看，不需領取。",
    ),
    "case.uncollected": (
        "還沒有領取結果",
        "您申請的「{item}」結果還沒有領取，編號{case_no}，請到{place}領取，也可改為郵寄。",
    ),
    "case.handed_out": (
        "結果已領取",
        "您申請的「{item}」結果已領取，編號{case_no}。如非本人或委託人領取，請撥打12345。",
    ),
    "case.closed": (
        "辦理終止",
        "您申請的「{item}」已終止辦理，編號{case_no}。原因請看「我的辦件」。",
    ),
    "case.urged": (
        "催辦已轉達",
        "您對「{item}」的催辦已轉達承辦部門，編號{case_no}。辦理情況請看「我的辦件」。",
    ),
    "case.rating": (
        "請您評價",
        "您申請的「{item}」已辦結，編號{case_no}。請您在「我的辦件」評價本次服務。",
    ),
    "bundle.filed": (
        "一件事已受理",
        "您申請的「{item}」已受理，編號{case_no}，承諾{due}前全部辦結，查詢碼{code}。",
    ),
    "bundle.part_stopped": (
        "有一項不能繼續辦理",
        "「{item}」（編號{case_no}）中有一項沒有通過，需要它結果的事項不再提交，其餘照常辦理。請查進度。",
    ),
    "bundle.ready": (
        "可以一次領取全部結果",
        "您申請的「{item}」已全部辦結，編號{case_no}，請帶身份證到{place}一次領取。",
    ),
    "certificate.suspended": (
        "證照已暫扣",
        "您的「{item}」已暫扣，編號{case_no}。暫扣期間不能使用，請向製發機關了解怎樣恢復。",
    ),
    "certificate.restored": (
        "證照已恢復",
        "您的「{item}」已恢復有效，編號{case_no}，請看「我的證照」。",
    ),
    "certificate.ended": (
        "證照不再有效",
        "您的「{item}」已不再有效，編號{case_no}，詳情請看「我的證照」。有疑問請向製發機關詢問。",
    ),
    "certificate.reissued": (
        "證照已重新製發",
        "您的「{item}」已重新製發，編號{case_no}，舊證不再有效，新證請看「我的證照」。",
    ),
    "parcel.ordered": (
        "已約上門取件",
        "「{item}」的材料寄遞已下單，{carrier}將上門取件，請當面核對並保留收件憑證。",
    ),
    "parcel.posted": (
        "已寄出",
        "「{item}」的結果已由{carrier}寄出，郵件號{parcel}，請留意查收。",
    ),
    "parcel.delivered": (
        "已簽收",
        "「{item}」的郵件已簽收（{carrier}）。如未收到，請在「我的辦件」告訴我們。",
    ),
    "parcel.problem": (
        "郵件投遞遇到問題",
        "「{item}」的郵件投遞遇到問題（{carrier}），工作人員正在處理，進展請看「我的辦件」。",
    ),
    "parcel.returned": (
        "郵件已退回",
        "「{item}」的郵件未能投遞，已退回。請到{place}領取，或在「我的辦件」重新選擇郵寄。",
    ),
    "locker.stored": (
        "結果在取件櫃",
        "「{item}」的結果已放入{place}，取件碼{code}，請在{until}前帶身份證領取。",
    ),
    "locker.expired": (
        "取件櫃已到期",
        "「{item}」的結果在取件櫃存放到期，已轉到{place}，請帶身份證領取。",
    ),
    "payment.due": ("請繳費", "「{item}」應繳{amount}，請在「我的辦件」或窗口繳納。"),
    "payment.paid": ("繳費成功", "「{item}」已繳{amount}，票據請看「我的辦件」。"),
    "payment.refunded": ("已退款", "「{item}」的{amount}已退回原支付帳戶，到帳時間以銀行為準。"),
}
