// What was odd about a document, for a person: few, each once. Private to the room.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "feed/parse.h"

namespace feed {

class Notes final {
 public:
  explicit Notes(std::vector<std::string>& notes) : notes_(notes) {}

  void add(std::string note) {
    if (notes_.size() >= max_notes) return;
    if (std::find(notes_.begin(), notes_.end(), note) == notes_.end()) {
      notes_.push_back(std::move(note));
    }
  }

 private:
  std::vector<std::string>& notes_;
};

}  // namespace feed
