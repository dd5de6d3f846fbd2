// Gathers plain text: white space inside a block becomes one space, blocks are joined by one
// newline, controls that XML forbids vanish.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace text {

class PlainWriter final {
 public:
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  void add(std::string_view plain);
  void end_block() { gap_ = Gap::block; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  enum class Gap { none, space, block };

  void close_gap();

  std::string out_;
  Gap gap_ = Gap::none;
};

}  // namespace text
