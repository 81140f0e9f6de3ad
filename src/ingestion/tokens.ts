/** Counts tokens as OpenAI's embedding models do (cl100k_base). */
export { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
