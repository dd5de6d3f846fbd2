// The half of Section that reads single values.
#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "base/text.h"
#include "settings/asking.h"
#include "settings/document.h"
#include "settings/secret_source.h"
#include "settings/section.h"

namespace settings {

using asking::ask;
using asking::say;
using asking::say_no_value;
using asking::ticked;
using asking::Value;

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

/// The value where it is a scalar; anything else is a problem, absence is none.
const Value* ask_scalar(const Value& mapping, std::string_view key, std::string_view wanted) {
  const Value* value = ask(mapping, key);
  if (value == nullptr || value->kind == Value::Kind::scalar) return value;
  if (value->kind == Value::Kind::none) {
    say_no_value(*value, key);
  } else {
    say(*value,
        value->place(),
        ticked(key) + " must be " + std::string(wanted) + ", not a " +
            (value->kind == Value::Kind::list ? "list" : "mapping"));
  }
  return nullptr;
}

void say_wrong(const Value& value, std::string_view key, const std::string& wanted) {
  say(value,
      value.place(),
      ticked(key) + " must be " + wanted + ", not \"" +
          base::shorten(base::printable(value.text), 60) + "\"");
}

/// Decimal, as people write numbers: no leading zeros, no underscores, no exponent.
std::optional<std::int64_t> strict_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.size() > 1 && text.starts_with('0')) return std::nullopt;
  const auto number = base::parse_number(text);
  if (!number) return std::nullopt;
  return negative ? -*number : *number;
}

bool inline_allowed(const Value& mapping) {
  const Value* flag = mapping.find("allow_inline");
  return flag != nullptr && flag->kind == Value::Kind::scalar && flag->text == "true";
}

std::string list_of(std::initializer_list<std::string_view> words) {
  std::string all;
  for (const std::string_view word : words) {
    all += (all.empty() ? "" : ", ") + std::string(word);
  }
  return all;
}

}  // namespace

std::optional<std::string> Section::text(std::string_view key) const {
  const Value* value = ask_scalar(*node_, key, "text");
  if (value == nullptr) return std::nullopt;
  if (value->text.empty()) {
    say(*value, value->place(), ticked(key) + " is empty; write a text, or remove the key");
    return std::nullopt;
  }
  if (has_control(value->text)) {
    say(*value, value->place(), ticked(key) + " must be one line without control characters");
    return std::nullopt;
  }
  return value->text;
}

std::optional<model::QueryText> Section::query(std::string_view key) const {
  const Value* value = ask_scalar(*node_, key, "text");
  if (value == nullptr) return std::nullopt;
  model::QueryText query{.text = value->text, .file = value->document->name, .spots = {}};
  const auto written = value->document->written.find(value);
  if (written != value->document->written.end()) query.spots = written->second;
  return query;
}

std::optional<std::string> Section::choice(std::string_view key,
                                           std::initializer_list<std::string_view> words) const {
  const Value* value = ask_scalar(*node_, key, "one of " + list_of(words));
  if (value == nullptr) return std::nullopt;
  if (std::find(words.begin(), words.end(), value->text) != words.end()) return value->text;
  const auto near = base::nearest_word(value->text, std::span(words.begin(), words.size()));
  say_wrong(
      *value,
      key,
      near ? "\"" + *near + "\" or another of " + list_of(words) : "one of " + list_of(words));
  return std::nullopt;
}

std::optional<std::int64_t> Section::number(std::string_view key,
                                            std::int64_t least,
                                            std::int64_t most) const {
  const Value* value = ask_scalar(*node_, key, "a whole number");
  if (value == nullptr) return std::nullopt;
  const auto number = strict_number(value->text);
  if (number && *number >= least && *number <= most) return number;
  std::string wanted =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  if (!number) wanted += " in plain digits without leading zeros";
  say_wrong(*value, key, wanted);
  return std::nullopt;
}

std::optional<bool> Section::flag(std::string_view key) const {
  const Value* value = ask_scalar(*node_, key, "true or false");
  if (value == nullptr) return std::nullopt;
  if (value->text == "true") return true;
  if (value->text == "false") return false;
  say_wrong(*value, key, "true or false");
  return std::nullopt;
}

std::optional<base::Seconds> Section::span(std::string_view key) const {
  return span(key, base::Seconds(0), base::Seconds(std::numeric_limits<std::int64_t>::max()));
}

std::optional<base::Seconds> Section::span(std::string_view key,
                                           base::Seconds least,
                                           base::Seconds most) const {
  const Value* value = ask_scalar(*node_, key, "a span such as 90d, 12h, 15m or 30s");
  if (value == nullptr) return std::nullopt;
  const auto span = base::parse_span(value->text);
  if (!span) {
    say_wrong(*value, key, "a span such as 90d, 12h, 15m or 30s");
    return std::nullopt;
  }
  if (*span >= least && *span <= most) return span;
  say_wrong(*value,
            key,
            *span < least ? base::format_span(least) + " or longer"
                          : base::format_span(most) + " or shorter");
  return std::nullopt;
}

std::optional<std::int64_t> Section::size(std::string_view key,
                                          std::int64_t least,
                                          std::int64_t most) const {
  const Value* value = ask_scalar(*node_, key, "a size such as 500K or 10M");
  if (value == nullptr) return std::nullopt;
  std::string_view digits = value->text;
  int shift = 0;
  if (digits.ends_with('K')) shift = 10;
  if (digits.ends_with('M')) shift = 20;
  if (digits.ends_with('G')) shift = 30;
  if (shift != 0) digits.remove_suffix(1);
  const auto number = strict_number(digits);
  if (!number || *number < 0 || *number > (std::numeric_limits<std::int64_t>::max() >> shift)) {
    say_wrong(*value, key, "a size such as 500K or 10M");
    return std::nullopt;
  }
  const std::int64_t bytes = *number << shift;
  if (bytes >= least && bytes <= most) return bytes;
  say_wrong(
      *value, key, "from " + std::to_string(least) + " to " + std::to_string(most) + " bytes");
  return std::nullopt;
}

std::optional<base::Url> Section::url(std::string_view key,
                                      std::initializer_list<std::string_view> schemes) const {
  const Value* value = ask(*node_, key);
  const bool from_secret = value != nullptr && value->kind == Value::Kind::mapping;
  base::Secret address;
  if (from_secret) {
    auto secret = this->secret(key);
    if (!secret) return std::nullopt;
    address = *std::move(secret);
  } else {
    value = ask_scalar(*node_, key, "an address, or a secret such as {file: …}");
    if (value == nullptr) return std::nullopt;
    address = base::Secret(value->text);
  }
  auto url = base::Url::parse(address.reveal());
  if (!url) {
    say(*value, value->place(), ticked(key) + " is not an address: " + url.error().message);
    return std::nullopt;
  }
  if (std::find(schemes.begin(), schemes.end(), url->scheme()) == schemes.end()) {
    say(*value,
        value->place(),
        ticked(key) + " begins with " + base::printable(url->scheme()) + ":, which is not one of " +
            list_of(schemes));
    return std::nullopt;
  }
  if (!url->user_info().empty() && !from_secret) {
    (void)flag("allow_inline");  // a known key from here on, and checked
    if (!inline_allowed(*node_)) {
      say(*value,
          value->place(),
          ticked(key) +
              " has a user or password written into it; use the keys `user` and `password`, "
              "or give the whole address as {file: …}, {credential: …} or {env: …}");
      return std::nullopt;
    }
  }
  return *std::move(url);
}

std::optional<base::Secret> Section::secret(std::string_view key) const {
  const Value* value = ask(*node_, key);
  (void)flag("allow_inline");
  if (value == nullptr) return std::nullopt;
  if (value->kind == Value::Kind::mapping) {
    const Section reference(std::shared_ptr<const Value>(node_, value));
    return read_secret(reference, key);
  }
  value = ask_scalar(*node_, key, "a secret such as {file: …}");
  if (value == nullptr) return std::nullopt;
  if (!inline_allowed(*node_)) {
    say(*value,
        value->place(),
        ticked(key) +
            " is written out; use {file: …}, {credential: …} or {env: …}, or put "
            "`allow_inline: true` beside it");
    return std::nullopt;
  }
  if (value->text.empty()) {
    say(*value, value->place(), ticked(key) + " is empty");
    return std::nullopt;
  }
  return base::Secret(value->text);
}

std::optional<std::filesystem::path> Section::input_path(std::string_view key) const {
  const auto written = text(key);
  if (!written) return std::nullopt;
  if (written->starts_with('~')) {
    problem(place_of(key),
            ticked(key) + " begins with ~, which only a shell understands; write the folder");
    return std::nullopt;
  }
  return (folder() / *written).lexically_normal();
}

}  // namespace settings
