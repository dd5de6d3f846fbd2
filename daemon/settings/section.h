// A typed view of one mapping of the configuration: knows file, line and column of every key and
// value, and which keys were read. Faults are collected, not thrown, so that all of them are told
// at once. No YAML type leaks. A Section is a value; copies share the document and the problems.
// One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "base/url.h"
#include "model/watch.h"

namespace settings {

/// A place in a file, printed "newswatch.yaml:12:18" (both counted from 1).
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  [[nodiscard]] std::string str() const;
  bool operator==(const Place&) const = default;
};

struct Problem {
  Place place;
  std::string message;

  [[nodiscard]] std::string str() const;  ///< "newswatch.yaml:12:18: unknown key …"
  bool operator==(const Problem&) const = default;
};

/// A scalar with the place it stands at.
struct Located {
  std::string text;
  Place place;
};

class Section {
 public:
  struct Value;  // document.h, private to the room
  explicit Section(std::shared_ptr<const Value> node);

  [[nodiscard]] Place place() const;
  [[nodiscard]] Place place_of(
      std::string_view key) const;  ///< of the value, or of the section if absent
  [[nodiscard]] bool has(std::string_view key) const;
  /// Whether the value is given as {file: …}, {credential: …} or {env: …}.
  [[nodiscard]] bool is_reference(std::string_view key) const;
  /// The folder of the file this stands in: where relative input paths start.
  [[nodiscard]] std::filesystem::path folder() const;

  // Each marks the key as read and gives nothing where it is absent or wrong; what is wrong is a
  // problem.
  [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
  /// Text of any number of lines, with where each part of it stands.
  [[nodiscard]] std::optional<model::QueryText> query(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> choice(
      std::string_view key, std::initializer_list<std::string_view> words) const;
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view key,
                                                   std::int64_t least,
                                                   std::int64_t most) const;
  [[nodiscard]] std::optional<bool> flag(
      std::string_view key) const;  ///< true or false, no yes and no
  [[nodiscard]] std::optional<base::Seconds> span(std::string_view key) const;  ///< "90d"
  [[nodiscard]] std::optional<base::Seconds> span(std::string_view key,
                                                  base::Seconds least,
                                                  base::Seconds most) const;
  /// Bytes, "10M": a whole number, alone or with K, M or G (powers of 1024).
  [[nodiscard]] std::optional<std::int64_t> size(std::string_view key,
                                                 std::int64_t least,
                                                 std::int64_t most) const;
  /// A URL of one of the schemes; may be a secret mapping. User info in it is an inline secret.
  [[nodiscard]] std::optional<base::Url> url(std::string_view key,
                                             std::initializer_list<std::string_view> schemes) const;
  /// {file: …}, {credential: …}, {env: …}; text itself only beside `allow_inline: true` in this
  /// section.
  [[nodiscard]] std::optional<base::Secret> secret(std::string_view key) const;
  /// A path to read, made absolute from folder().
  [[nodiscard]] std::optional<std::filesystem::path> input_path(std::string_view key) const;
  /// A list of scalars; one scalar alone is a list of one.
  [[nodiscard]] std::vector<Located> list(std::string_view key) const;
  [[nodiscard]] std::optional<Section> section(std::string_view key) const;
  [[nodiscard]] std::vector<Section> sections(std::string_view key) const;  ///< a list of mappings
  /// The entries of a mapping whose keys the user chose and whose values are mappings (channels,
  /// hosts), in order.
  struct Entry;
  [[nodiscard]] std::vector<Entry> entries(std::string_view key) const;
  /// The keys of this mapping itself, in order: where the user chose them and the values are
  /// scalars or secrets (headers), ask section("headers")->keys(), then text or secret for each.
  [[nodiscard]] std::vector<Located> keys() const;
  /// Whether the value is a mapping or a list: for keys that take a scalar or something longer.
  [[nodiscard]] bool is_mapping(std::string_view key) const;
  [[nodiscard]] bool is_list(std::string_view key) const;

  /// The same, with a problem "`key` is missing" where it is absent.
  [[nodiscard]] std::string required_text(std::string_view key) const;
  [[nodiscard]] std::optional<base::Url> required_url(
      std::string_view key, std::initializer_list<std::string_view> schemes) const;

  void problem(const Place& place, std::string message) const;

  /// Every key not read is an unknown key, with the nearest of those that were asked for. Call it
  /// last.
  void finish() const;

  /// Problems found so far in the whole document this belongs to.
  [[nodiscard]] std::size_t problem_count() const;

 private:
  std::shared_ptr<const Value> node_;
};

struct Section::Entry {
  Located key;
  Section section;
};

}  // namespace settings
