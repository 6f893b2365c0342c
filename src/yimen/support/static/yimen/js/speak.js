// Says sentences one after another, after a chime, with the browser's own voice; where it has none for the
// language, it plays the sound file the server made.
//
//   document.dispatchEvent(new CustomEvent("speak", {detail: {chime: true, sentences: [
//     {lang: "zh-CN", text: "请 A 零一二 号到 12 号窗口", audio: "/voice/…"}, {lang: "zh-HK", text: "…"}]}}));
//
// data-speak-rate on <html> or <body> sets the speed. Browsers wait for a first touch before any sound;
// boards run with --autoplay-policy=no-user-gesture-required.

const MAX_WAITING = 12;
const queue = [];
let busy = false;
let sound;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function voiceFor(lang) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const wanted = lang.toLowerCase();
  const named = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const kin = wanted === "zh-hk" ? ["zh-hk", "yue-hk", "yue"] : [wanted];
  // Mandarin instead of Cantonese would say the same sentence twice, so only true kin count.
  return voices.find((voice) => kin.some((name) => named(voice).startsWith(name)));
}

async function chime() {
  try {
    sound ??= new AudioContext();
    if (sound.state === "suspended") await Promise.race([sound.resume(), pause(200)]);
    if (sound.state !== "running") return;
    [[659.25, 0], [523.25, 0.28]].forEach(([pitch, delay]) => {
      const at = sound.currentTime + delay;
      const tone = new OscillatorNode(sound, { frequency: pitch, type: "sine" });
      const gain = new GainNode(sound, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.3, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
      tone.connect(gain).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 0.75);
    });
    await pause(900);
  } catch {
    // a silent board still shows the call
  }
}

function withVoice(text, voice) {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = Number(document.documentElement.dataset.speakRate ?? document.body.dataset.speakRate ?? 0.95);
    utterance.onend = utterance.onerror = resolve;
    speechSynthesis.speak(utterance);
    // Some engines never report the end.
    setTimeout(resolve, 3000 + text.length * 400);
  });
}

function withFile(url) {
  return new Promise((resolve) => {
    const audio = new Audio(url);
    audio.onended = audio.onerror = resolve;
    audio.play().catch(resolve);
    setTimeout(resolve, 20000);
  });
}

async function say({ lang, text, audio }) {
  const voice = voiceFor(lang ?? "zh-CN");
  if (voice) await withVoice(text, voice);
  else if (audio) await withFile(audio);
}

async function run() {
  if (busy) return;
  busy = true;
  while (queue.length) {
    const call = queue.shift();
    document.dispatchEvent(new CustomEvent("speak:start", { detail: call }));
    if (call.chime) await chime();
    for (const sentence of call.sentences) await say(sentence);
    await pause(250);
  }
  busy = false;
}

document.addEventListener("speak", (event) => {
  queue.push(event.detail);
  // After a long silence of the sound system the newest calls matter, not the oldest.
  while (queue.length > MAX_WAITING) queue.shift();
  run();
});

globalThis.speechSynthesis?.getVoices(); // starts loading the list
