#include "base/secret.h"

#include <openssl/crypto.h>

namespace base {
namespace {

/// Also what lies behind the end: a short string that was moved from still holds its characters.
void wipe(std::string& value) noexcept {
  value.resize(value.capacity());  // never allocates
  OPENSSL_cleanse(value.data(), value.size());
  value.clear();
}

}  // namespace

Secret::Secret(std::string value) {
  value_.swap(value);
  wipe(value);
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe(value_);
    value_ = other.value_;
  }
  return *this;
}

Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) {
  wipe(other.value_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(value_);
    value_ = std::move(other.value_);
    wipe(other.value_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(value_);
}

}  // namespace base
