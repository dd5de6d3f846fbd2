// An item while it is being read: for each field the best of what was found so far. Private to the
// room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/item.h"

namespace feed {

/// Keeps the value of the lowest rank; of two with the same rank the first.
class Best final {
 public:
  static constexpr int none = 1000;

  void offer(int rank, std::string value) {
    if (rank >= rank_ || value.empty()) return;
    rank_ = rank;
    value_ = std::move(value);
  }
  [[nodiscard]] bool wants(int rank) const { return rank < rank_; }
  [[nodiscard]] std::string take() { return std::move(value_); }
  [[nodiscard]] const std::string& value() const { return value_; }

 private:
  int rank_ = none;
  std::string value_;
};

/// As Best, of dates: one that can be read goes before any that cannot.
class BestDate final {
 public:
  void offer(int rank, std::string written);
  [[nodiscard]] const std::optional<base::TimePoint>& when() const { return when_; }
  [[nodiscard]] std::string take() { return written_.take(); }

 private:
  Best written_;
  std::optional<base::TimePoint> when_;
};

/// Keeps all values of the lowest rank, each once.
class BestList final {
 public:
  void offer(int rank, std::string value);
  [[nodiscard]] std::vector<std::string> take() { return std::move(values_); }
  [[nodiscard]] std::string joined() const;  ///< by ", "

 private:
  int rank_ = Best::none;
  std::vector<std::string> values_;
};

struct Draft {
  Best guid;
  Best link;
  Best title;
  Best summary;
  Best content;
  BestDate published;
  BestDate updated;
  Best language;
  BestList authors;
  std::vector<std::string> categories;

  void add_category(std::string category);
  [[nodiscard]] model::Item finish() &&;
};

inline constexpr std::size_t max_list = 256;  ///< authors or categories of one item

/// Text cut to max_text, never within a character. Views the argument.
[[nodiscard]] std::string_view limited(std::string_view text);

/// "Jo Doe" of "jo@example.org (Jo Doe)", "Jo Doe (jo@example.org)" and "Jo Doe <jo@example.org>";
/// an address alone stays.
[[nodiscard]] std::string display_name(std::string_view person);

}  // namespace feed
