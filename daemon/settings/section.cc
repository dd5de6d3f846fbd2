#include "settings/section.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "settings/asking.h"
#include "settings/document.h"

namespace settings {
namespace asking {

std::string ticked(std::string_view key) {
  return "`" + base::printable(key) + "`";
}

void say(const Value& node, const Place& place, std::string message) {
  report(*node.document->problems, {place, std::move(message)});
}

const Value* ask(const Value& mapping, std::string_view key) {
  if (std::find(mapping.asked.begin(), mapping.asked.end(), key) == mapping.asked.end()) {
    mapping.asked.emplace_back(key);
  }
  return mapping.find(key);
}

void say_no_value(const Value& value, std::string_view key) {
  say(value,
      value.place(),
      ticked(key) + " has no value; write one, or remove the key (the word null is put in quotes)");
}

}  // namespace asking

using asking::ask;
using asking::say;
using asking::say_no_value;
using asking::ticked;
using asking::Value;

std::string Place::str() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Problem::str() const {
  return place.str() + ": " + message;
}

Section::Section(std::shared_ptr<const Value> node) : node_(std::move(node)) {}

Place Section::place() const {
  return node_->place();
}

Place Section::place_of(std::string_view key) const {
  const Value* value = node_->find(key);
  return value == nullptr ? node_->place() : value->place();
}

bool Section::has(std::string_view key) const {
  return ask(*node_, key) != nullptr;
}

bool Section::is_reference(std::string_view key) const {
  const Value* value = ask(*node_, key);
  return value != nullptr && value->kind == Value::Kind::mapping;
}

std::filesystem::path Section::folder() const {
  return node_->document->folder;
}

std::vector<Located> Section::list(std::string_view key) const {
  const Value* value = ask(*node_, key);
  if (value == nullptr) return {};
  if (value->kind == Value::Kind::scalar) return {{value->text, value->place()}};
  if (value->kind != Value::Kind::list) {
    if (value->kind == Value::Kind::none) {
      say_no_value(*value, key);
    } else {
      say(*value,
          value->place(),
          ticked(key) + " must be a list such as [one, two], not a mapping");
    }
    return {};
  }
  std::vector<Located> entries;
  entries.reserve(value->items.size());
  for (const Value* item : value->items) {
    if (item->kind == Value::Kind::scalar) {
      entries.push_back({item->text, item->place()});
    } else if (item->kind == Value::Kind::none) {
      say(*item,
          item->place(),
          "an entry of " + ticked(key) + " has no value (the word null is put in quotes)");
    } else {
      say(*item,
          item->place(),
          "an entry of " + ticked(key) +
              " must be text; put one with \": \" or brackets in quotes");
    }
  }
  return entries;
}

std::optional<Section> Section::section(std::string_view key) const {
  const Value* value = ask(*node_, key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Value::Kind::mapping) {
    return Section(std::shared_ptr<const Value>(node_, value));
  }
  if (value->kind == Value::Kind::none) {
    say_no_value(*value, key);
  } else {
    say(*value,
        value->place(),
        ticked(key) + " must be a mapping: keys and values, indented below it or in { }");
  }
  return std::nullopt;
}

std::vector<Section> Section::sections(std::string_view key) const {
  const Value* value = ask(*node_, key);
  if (value == nullptr || value->kind == Value::Kind::none) return {};  // all of it commented out
  if (value->kind != Value::Kind::list) {
    say(*value, value->place(), ticked(key) + " must be a list: begin each entry with \"- \"");
    return {};
  }
  std::vector<Section> all;
  all.reserve(value->items.size());
  for (const Value* item : value->items) {
    if (item->kind == Value::Kind::mapping) {
      all.emplace_back(std::shared_ptr<const Value>(node_, item));
    } else {
      say(*item,
          item->place(),
          "an entry of " + ticked(key) + " must be a mapping such as {name: value}");
    }
  }
  return all;
}

std::vector<Section::Entry> Section::entries(std::string_view key) const {
  const Value* value = ask(*node_, key);
  if (value == nullptr || value->kind == Value::Kind::none) return {};
  const auto inner = section(key);
  if (!inner) return {};
  std::vector<Entry> all;
  for (const Located& name : inner->keys()) {
    if (auto entry = inner->section(name.text)) all.push_back({name, *std::move(entry)});
  }
  return all;
}

std::vector<Located> Section::keys() const {
  std::vector<Located> all;
  if (node_->kind != Value::Kind::mapping) return all;
  for (std::size_t index = 0; index + 1 < node_->items.size(); index += 2) {
    const Value& key = *node_->items[index];
    all.push_back({key.text, key.place()});
  }
  return all;
}

bool Section::is_mapping(std::string_view key) const {
  const Value* value = ask(*node_, key);
  return value != nullptr && value->kind == Value::Kind::mapping;
}

bool Section::is_list(std::string_view key) const {
  const Value* value = ask(*node_, key);
  return value != nullptr && value->kind == Value::Kind::list;
}

std::string Section::required_text(std::string_view key) const {
  if (!has(key)) {
    problem(place(), ticked(key) + " is missing");
    return {};
  }
  return text(key).value_or("");
}

std::optional<base::Url> Section::required_url(
    std::string_view key, std::initializer_list<std::string_view> schemes) const {
  if (!has(key)) {
    problem(place(), ticked(key) + " is missing");
    return std::nullopt;
  }
  return url(key, schemes);
}

void Section::problem(const Place& place, std::string message) const {
  say(*node_, place, std::move(message));
}

void Section::finish() const {
  if (std::exchange(node_->finished, true)) return;
  const std::vector<std::string> asked = std::exchange(node_->asked, {});  // needed no longer
  const std::vector<std::string_view> known(asked.begin(), asked.end());
  for (const Located& key : keys()) {
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    const auto near = base::nearest_word(key.text, known);
    problem(key.place,
            "unknown key " + ticked(key.text) + "; " +
                (near ? "did you mean " + ticked(*near) + "?"
                      : "the keys here are " + base::join(asked, ", ")));
  }
}

std::size_t Section::problem_count() const {
  return node_->document->problems->size();
}

}  // namespace settings
