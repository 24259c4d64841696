/// The innermost loops of `Portfolio`, compiled once for each instruction set that matters and
/// chosen when the program is loaded. Swift has no such choice, and its portable build may use
/// neither fused multiply-add nor vectors of more than two doubles.
#ifndef CPORTFOLIO_H
#define CPORTFOLIO_H

#include "cportfolio_drawdown.h"
#include "cportfolio_gram.h"
#include "cportfolio_moments.h"
#include "cportfolio_order.h"
#include "cportfolio_random.h"
#include "cportfolio_risk_budget.h"
#include "cportfolio_vectors.h"
#include "cportfolio_volatility.h"

#endif
