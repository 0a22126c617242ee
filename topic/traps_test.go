package topic_test

import (
	"slices"
	"testing"
)

// One hit and, where one was met, the trap of each: a word that means something else there.
func TestTraps(t *testing.T) {
	r := defaults(t)
	for _, test := range []struct {
		name, title, abstract string
		want, trap            string
	}{
		{"scaling laws are no law", "Scaling Laws for Sparse Language Models",
			"We fit a power law to the loss of language models pre-trained on one trillion tokens with different compute budgets.", "pretraining", "society"},
		{"a diagnostic benchmark is no diagnosis", "PourBench: A Diagnostic Benchmark for Video Models",
			"We introduce a diagnostic benchmark that diagnoses where video language models fail at video understanding.", "benchmarks", "healthcare"},
		{"a diagnosis is one", "Reading Chest X-Rays with Language Models",
			"A medical model writes the diagnosis of a patient from radiology images and clinical notes.", "healthcare", ""},
		{"modality misalignment is no safety matter", "Closing the Gap between Image and Text Encoders",
			"We reduce the misalignment of modalities in vision-language models and improve visual question answering.", "vision-language-models", "safety"},
		{"jailbreaks are", "Many-Turn Jailbreaks of Chat Models",
			"An attacker elicits harmful answers from a safety-aligned model; red teaming reaches a high attack success rate.", "safety", ""},
		{"a video clip is not CLIP", "Cutting Films into Clips for Long Video Generation",
			"Our video diffusion model generates each clip of a long video after the one before; text-to-video quality improves.", "video-generation", "embeddings"},
		{"fragments are not RAG", "Assembling Pottery from Fragments with Point Clouds",
			"We reconstruct a 3D mesh from fragments scanned as point clouds; dragging parts is not needed.", "3d", "retrieval"},
		{"RAG is", "When RAG Reads the Wrong Page",
			"Retrieval-augmented generation fails when the retriever returns near misses; we rerank passages.", "retrieval", ""},
		{"memoes are not MoE, MoEs are", "Routing Tokens in MoEs by Depth",
			"A mixture-of-experts transformer routes tokens to experts layer by layer.", "architectures", ""},
		{"an agent at the end of a name", "ChemAgent Plans Syntheses",
			"An LLM agent calls tools to plan the synthesis of a molecule.", "agents", "games"},
		{"a bench at the end of a name", "OpenSTBench for Speech Translation",
			"We release a benchmark of speech translation in twelve languages and evaluate nine systems.", "benchmarks", "image-editing"},
		{"a coder at the end of a name", "LiteCoder: Small Models that Repair Programs",
			"We train a small code model; on SWE-bench it repairs bugs in real repositories.", "code", ""},
		{"text of diffusion is no image", "Faster Decoding of Masked Diffusion Language Models",
			"A dLLM such as LLaDA unmasks tokens in parallel; our decoding of diffusion language models needs fewer steps.",
			"diffusion-language-models", "image-generation"},
		{"in-context examples are no context length", "Choosing In-Context Examples for Image Editing",
			"An image editing model follows an in-context example of the edit; instruction-based image editing improves.", "image-editing", "long-context"},
		{"driven is not driving", "Audio-Driven Talking Heads",
			"An audio-driven portrait animation model makes talking head videos with exact lip sync and facial expression.", "humans", "autonomous-driving"},
		{"a character of a script is no avatar", "Reading Handwritten Characters with OCR",
			"An OCR model reads each character of handwritten documents; document parsing improves.", "documents", "humans"},
		{"listening tests make no game", "Voice Cloning from Three Seconds",
			"A text-to-speech model clones a voice; listening tests with speakers prefer its speech.", "audio", "games"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := r.Match(test.title, test.abstract, nil)
			if !slices.Contains(got, test.want) {
				t.Errorf("%v: no %s", got, test.want)
			}
			if test.trap != "" && slices.Contains(got, test.trap) {
				t.Errorf("%v: %s is a trap", got, test.trap)
			}
		})
	}
}
