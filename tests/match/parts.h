// An item of which a test names only the parts it is about.
#pragma once

#include <string>
#include <vector>

#include "model/item.h"

struct Parts {
  std::string title = {};
  std::string summary = {};
  std::string content = {};
  std::string author = {};
  std::vector<std::string> categories = {};

  [[nodiscard]] model::Item item() const {
    model::Item made;
    made.title = title;
    made.summary = summary;
    made.content = content;
    made.author = author;
    made.categories = categories;
    return made;
  }
};
