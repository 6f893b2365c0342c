"""PDFs that run, reach out, carry or break something, made here by hand."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.support.files.hostile_pictures import zipped

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
#: The harmless string that every virus scanner reports; in two parts, lest one reports this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(
    change: Callable[[Pdf], object] = lambda _: None, *, pages: int = 1, **saving: object
) -> bytes:
    """A document of blank pages, after `change`."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 200))
        change(made)
        made.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def runs() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def script_when_opened(made: Pdf) -> None:
    made.Root.OpenAction = runs()


def script_in_names(made: Pdf) -> None:
    tree = Dictionary(Names=Array([String("a"), made.make_indirect(runs())]))
    made.Root.Names = Dictionary(JavaScript=tree)


def script_on_a_page(made: Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=runs())


def script_behind_a_link(made: Pdf) -> None:
    """The harmless jump comes first, the script after it."""
    jump = Dictionary(S=Name.GoTo, D=Array([made.pages[0].obj, Name.Fit]), Next=Array([runs()]))
    annotate(made, Name.Link, A=jump)


def annotate(made: Pdf, subtype: Name, **more: object) -> None:
    """An annotation on the first page."""
    about = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([0, 0, 50, 50]))
    for key, value in more.items():
        about[f"/{key}"] = value
    made.pages[0].obj.Annots = made.make_indirect(Array([made.make_indirect(about)]))


def acts(kind: str, **more: object) -> Callable[[Pdf], None]:
    """An action of a kind on a link."""

    def change(made: Pdf) -> None:
        action = Dictionary(S=Name(f"/{kind}"))
        for key, value in more.items():
            action[f"/{key}"] = value
        annotate(made, Name.Link, A=action)

    return change


def launch_when_opened(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def with_attachment(made: Pdf) -> None:
    made.attachments["run.exe"] = b"MZ" + b"\x00" * 100


def with_pinned_file(made: Pdf) -> None:
    carried = Dictionary(F=made.make_stream(b"MZ", Type=Name.EmbeddedFile))
    about = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=carried)
    annotate(made, Name.FileAttachment, FS=about)


def dynamic_form(made: Pdf) -> None:
    template = made.make_stream(b"<xdp:xdp/>")
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("template"), template]))


def with_film(made: Pdf) -> None:
    annotate(made, Name.RichMedia, RichMediaContent=Dictionary())


def drawn_by_postscript(made: Pdf) -> None:
    program = made.make_stream(b"(x) run", Type=Name.XObject, Subtype=Name.PS)
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=program))


def content_elsewhere(made: Pdf) -> None:
    outside = made.make_stream(b"")
    outside.F = Dictionary(Type=Name.Filespec, FS=Name.URL, F=String("http://x.example/a"))
    made.pages[0].obj.Contents = outside


def vast_picture(made: Pdf) -> None:
    image = made.make_stream(
        b"\x00" * 100,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=50_000,
        Height=50_000,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=image))


def unpacking_without_end(made: Pdf) -> None:
    """Half a gigabyte of drawing instructions in half a megabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 70_000) for _ in range(512))
    stream = Stream(made, b"")
    stream.write(packed + packer.flush(), filter=Name.FlateDecode)
    made.pages[0].obj.Contents = made.make_indirect(stream)


def packed_twice() -> bytes:
    """A bomb in a bomb: what unpacks small unpacks again."""

    def change(made: Pdf) -> None:
        stream = Stream(made, b"")
        packed = zlib.compress(zlib.compress(b"0 0 m\n" * 1000))
        stream.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
        made.pages[0].obj.Contents = made.make_indirect(stream)

    as_it_is = pikepdf.StreamDecodeLevel.none
    return pdf(change, stream_decode_level=as_it_is, compress_streams=False)


def with_links(made: Pdf) -> None:
    """What ordinary documents have: a web link, a first page to show, who wrote it."""
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])
    annotate(made, Name.Link, A=Dictionary(S=Name.URI, URI=String("http://tracker.example/")))
    made.docinfo[Name.Author] = "SECRET-AUTHOR"


def signed(made: Pdf) -> None:
    """A form with a signature, as an electronic invoice has one."""
    value = Dictionary(Type=Name.Sig, Contents=String("SECRET-SEAL"), ByteRange=Array([0, 1, 2, 3]))
    field = Dictionary(FT=Name.Sig, T=String("a"), V=made.make_indirect(value))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]), SigFlags=3)


def locked(*, to_open: bool) -> bytes:
    """Behind a password, or only locked against printing."""
    encryption = pikepdf.Encryption(owner="owner", user="user" if to_open else "")
    return pdf(encryption=encryption)


def obfuscated() -> bytes:
    """The script's name is spelled with escapes, as filters of text would not find it."""
    plain = pdf(script_when_opened, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return plain.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/J#53")


def hidden_in_a_packed_part() -> bytes:
    return pdf(script_in_names, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def without_table() -> bytes:
    """The table that says where objects lie is gone; readers rebuild it."""
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = whole.rindex(b"startxref")
    return whole[:at] + b"startxref\n99999999\n%%EOF\n"


def cut_off() -> bytes:
    whole = pdf(pages=50, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return whole[: len(whole) // 3]


def promising_pages() -> bytes:
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole.replace(b"/Count 1", b"/Count 999999999")


def pages_in_a_ring() -> bytes:
    """A branch of the page tree that holds itself."""

    def change(made: Pdf) -> None:
        made.Root.Pages.Kids.append(made.Root.Pages)

    return pdf(change, pages=2)


def nested_deeply() -> bytes:
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole.replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 50_000 + b"]" * 50_000)


def behind_a_web_page() -> bytes:
    return SCRIPT + b"\n" + pdf()


def with_web_page_between() -> bytes:
    """A comment between objects: nothing a reader of PDF looks at."""
    head, rest = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable).split(b"\n", 1)
    return head + b"\n%" + SCRIPT + b"\n" + rest


def with_archive_behind() -> bytes:
    return pdf() + zipped()


def with_eicar() -> bytes:
    return pdf() + EICAR
