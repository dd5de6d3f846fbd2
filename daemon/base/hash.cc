#include "base/hash.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <xxhash.h>

namespace base {
namespace {

/// Written once and never changed: every idempotency key ever stored depends on it.
constexpr std::array<unsigned char, 16> newswatch_name_space = {
    0x5b, 0x1f, 0x3c, 0x6e, 0x8a, 0x42, 0x4d, 0x0b, 0x9e, 0x57, 0x21, 0xc4, 0x70, 0xd9, 0x6a, 0x13};

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// A kind of digest, looked up once and not for every text.
class DigestKind final {
 public:
  explicit DigestKind(const char* name)
      : kind_(EVP_MD_fetch(nullptr, name, nullptr), &EVP_MD_free) {
    if (!kind_) throw std::runtime_error("OpenSSL does not know a digest it should");
  }

  void compute(std::string_view bytes, unsigned char* result) const {
    // A thread's own, to be used again: making one costs more than the digest of a short text.
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex2(context.get(), kind_.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), result, nullptr) != 1) {
      throw std::runtime_error("OpenSSL could not compute a digest");
    }
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kind_;
};

/// The text of RFC 9562, section 4, with version and variant set.
std::string uuid_text(std::array<unsigned char, 16> bytes, unsigned version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  const std::string digits = hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::string text;
  text.reserve(digits.size() + 4);
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at == 8 || at == 12 || at == 16 || at == 20) text += '-';
    text += digits[at];
  }
  return text;
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest result{};
  static const DigestKind kind("SHA256");
  kind.compute(bytes, reinterpret_cast<unsigned char*>(result.data()));
  return result;
}

Key128 key128(std::string_view bytes) {
  const Digest whole = sha256(bytes);
  Key128 half{};
  std::copy_n(whole.begin(), half.size(), half.begin());
  return half;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest result{};
  unsigned int length = 0;
  if (HMAC(EVP_sha256(),
           key.data(),
           static_cast<int>(key.size()),
           octets(bytes),
           bytes.size(),
           reinterpret_cast<unsigned char*>(result.data()),
           &length) == nullptr) {
    throw std::runtime_error("OpenSSL could not compute an HMAC");
  }
  return result;
}

std::uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < here ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= here ? base64_alphabet[(group >> (18 - 6 * i)) & 0x3FU] : '=';
    }
  }
  return text;
}

Result<std::string> parse_base64(std::string_view text) {
  const std::size_t end = std::min(text.find('='), text.size());
  const std::string_view digits = text.substr(0, end);
  const std::size_t padding = text.size() - end;
  // Padding may be left out, but what is there must be right.
  if (digits.size() % 4 == 1 || text.find_first_not_of('=', end) != std::string_view::npos ||
      (padding != 0 && (padding > 2 || text.size() % 4 != 0))) {
    return fail(Cause::invalid, "this is not base64: its length or padding is wrong");
  }
  std::string bytes;
  bytes.reserve(digits.size() * 3 / 4);
  unsigned group = 0;
  unsigned bits = 0;
  for (const char digit : digits) {
    const std::size_t value = base64_alphabet.find(digit);
    if (value == std::string_view::npos) {
      return fail(Cause::invalid,
                  "this is not base64: it holds a character that may not stand there");
    }
    group = (group << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((group >> bits) & 0xFFU);
      group &= (1U << bits) - 1U;
    }
  }
  if (group != 0) {
    return fail(Cause::invalid, "this is not base64: it ends in the middle of a byte");
  }
  return bytes;
}

std::string uuid5(std::string_view name) {
  std::string named(reinterpret_cast<const char*>(newswatch_name_space.data()),
                    newswatch_name_space.size());
  named += name;
  std::array<unsigned char, 20> sha1{};  // what version 5 asks for; no secret depends on it
  static const DigestKind kind("SHA1");
  kind.compute(named, sha1.data());
  std::array<unsigned char, 16> bytes{};
  std::copy_n(sha1.begin(), bytes.size(), bytes.begin());
  return uuid_text(bytes, 5);
}

std::string uuid4() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system has no random bytes to give");
  }
  return uuid_text(bytes, 4);
}

}  // namespace base
